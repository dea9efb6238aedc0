import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codesModule, readCodeLists } from './generate/codes.ts';
import { codesPage, fieldsPage, inputsPage } from './generate/docs.ts';
import { header, type OutputSet, staleOutputs, writeOutputs } from './generate/output-set.ts';
import { readJsonObject, readSchemas } from './generate/schema-set.ts';
import { typesModule } from './generate/types.ts';
import { validatorFiles } from './generate/validators.ts';

/** `npm run generate` makes types, validators, code lists and reference tables; `-- --check` only says what is stale. */
async function main(root: string, args: readonly string[]): Promise<number> {
  const outputs = await generate(join(root, 'schemas'));
  if (!args.includes('--check')) {
    const written = writeOutputs(root, outputs);
    console.log(
      written.length === 0
        ? 'Nothing to write: all generated files are current.'
        : written.map((path) => `wrote ${path}`).join('\n'),
    );
    return 0;
  }
  const stale = staleOutputs(root, outputs);
  if (stale.length === 0) return 0;
  console.error(
    `${stale.map((line) => `- ${line}`).join('\n')}\nGenerated files are stale. Run \`npm run generate\` and commit what it writes.`,
  );
  return 1;
}

async function generate(folder: string): Promise<OutputSet> {
  const schemas = readSchemas(folder);
  const codes = readCodeLists(join(folder, 'codes'));
  const outputs = new Map<string, string>();
  outputs.set('src/generated/types.ts', await typesModule(schemas, codes, header));
  outputs.set('src/generated/codes.ts', codesModule(codes, header));
  for (const [file, text] of await validatorFiles(schemas, codes, header)) outputs.set(`src/generated/${file}`, text);
  outputs.set('docs/reference/fields.md', fieldsPage(schemas));
  outputs.set('docs/reference/codes.md', codesPage(codes));
  const keys = join(folder, 'action-keys.json');
  if (existsSync(keys)) outputs.set('docs/reference/inputs.md', inputsPage(readJsonObject(keys)));
  return outputs;
}

process.exitCode = await main(dirname(import.meta.dirname), process.argv.slice(2));
