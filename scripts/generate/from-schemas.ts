import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codesModule, readCodeLists } from './codes.ts';
import { fieldsPage } from './fields-page.ts';
import { codesPage, inputsPage } from './list-pages.ts';
import { markedPages } from './marked-tables.ts';
import { header, type OutputSet } from './output-set.ts';
import { readJsonObject, readSchemas } from './schema-set.ts';
import { typesModule } from './types.ts';
import { validatorFiles } from './validators.ts';
import { yamlParsingFiles } from './yaml-parsing.ts';

/**
 * Everything that `schemas/` says, as files of the repository; marked tables in the pages of `docs/` beside it included, and
 * what is made of packages for `src/generated`.
 */
export async function outputsFromSchemas(folder: string): Promise<OutputSet> {
  const schemas = readSchemas(folder);
  const codes = readCodeLists(join(folder, 'codes'));
  const outputs = new Map<string, string>();
  outputs.set('src/generated/types.ts', await typesModule(schemas, codes, header));
  outputs.set('src/generated/codes.ts', codesModule(codes, header));
  for (const [file, text] of await validatorFiles(schemas, codes, header)) outputs.set(`src/generated/${file}`, text);
  for (const [file, text] of await yamlParsingFiles()) outputs.set(`src/generated/${file}`, text);
  outputs.set('docs/reference/fields.md', fieldsPage(schemas));
  outputs.set('docs/reference/codes.md', codesPage(codes));
  const keys = join(folder, 'action-keys.json');
  if (existsSync(keys)) outputs.set('docs/reference/inputs.md', inputsPage(readJsonObject(keys)));
  for (const [file, text] of markedPages(dirname(folder), codes, schemas)) outputs.set(file, text);
  return outputs;
}
