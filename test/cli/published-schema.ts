import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';

const folder = join(import.meta.dirname, '../../schemas');
const ending = '.schema.json';

/** What a published schema finds wrong with a printed value. */
export function schemaErrors(name: string, value: unknown): readonly ErrorObject[] {
  const ajv = new Ajv2020({ strict: false });
  ajvFormats.default(ajv);
  for (const file of readdirSync(folder).filter((one) => one.endsWith(ending)))
    ajv.addSchema(JSON.parse(readFileSync(join(folder, file), 'utf8')) as object);
  const validate = ajv.getSchema(`https://rollout-gate.dev/schemas/${name}${ending}`);
  if (validate === undefined) throw new Error(`there is no schema ${name}`);
  return validate(value) === true ? [] : (validate.errors ?? []);
}
