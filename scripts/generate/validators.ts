import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import ajvFormats from 'ajv-formats';
import { build, transform } from 'esbuild';
import type { CodeList } from './codes.ts';
import { mapSchema, type SchemaFile, type SchemaNode, toTypeName } from './schema-set.ts';
import { typeNames } from './type-names.ts';

/** Where the bits of ajv that compiled validators call come from; they are bundled once into `runtime.js`. */
const runtimeModules = ['ajv/dist/runtime/equal', 'ajv/dist/runtime/ucs2length', 'ajv-formats/dist/formats'];

/**
 * The validators of all schemas marked `"x-validator": true`, as files relative to `src/generated/`.
 * They need no package at run time and no compiler (`eval` is refused in the bundle).
 */
export async function validatorFiles(
  schemas: readonly SchemaFile[],
  codes: readonly CodeList[],
  header: string,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const marked = schemas.filter(({ root }) => root['x-validator'] === true);
  if (marked.length === 0) return files;
  const names = typeNames(schemas);
  const ajv = makeAjv(schemas, codes);
  const code = marked.map(({ name, root }): [string, string] => {
    const id = root['$id'];
    if (typeof id !== 'string') throw new Error(`schemas/${name}.schema.json needs an "$id".`);
    return [name, standalone.default(ajv, { [functionName(name)]: id })];
  });
  const used = runtimeModules.filter((module) => code.some(([, text]) => text.includes(`require("${module}")`)));
  if (used.length > 0) files.set('validators/runtime.js', header + (await runtimeSource(used)));
  for (const [name, text] of code) {
    files.set(`validators/${name}.js`, header + (await cleanModule(name, text)));
    files.set(`validators/${name}.d.ts`, header + declaration(name, names.get(`${name}#`) ?? 'unknown'));
  }
  files.set('schema-error.ts', header + schemaError);
  return files;
}

function functionName(name: string): string {
  return `validate${toTypeName(name)}`;
}

function makeAjv(schemas: readonly SchemaFile[], codes: readonly CodeList[]): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    ownProperties: true,
    allErrors: true,
    strictRequired: false,
    allowUnionTypes: true,
    inlineRefs: false,
    // A loop over required keys in place of a branch for each: a third less code.
    loopRequired: 2,
    code: { source: true, esm: true, lines: true },
  });
  ajvFormats.default(ajv);
  const bare = schemas.map(({ root }) => mapSchema(root, (node) => toConstraints(node, codes)));
  for (const schema of bare) ajv.addSchema(schema);
  return ajv;
}

const annotations = new Set(['description', 'title', '$comment', 'examples', 'default']);

/** Drops what only people read (it would be embedded in the code), and spells out code lists. */
function toConstraints(node: SchemaNode, codes: readonly CodeList[]): SchemaNode {
  const kept = Object.entries(node).filter(([key]) => !key.startsWith('x-') && !annotations.has(key));
  const list = codes.find(({ name }) => name === node['x-codes']);
  const rest = Object.fromEntries(kept);
  return list === undefined ? rest : { ...rest, enum: list.entries.map(({ code }) => code) };
}

function runtimeName(module: string): string {
  return module.slice(module.lastIndexOf('/') + 1);
}

async function runtimeSource(modules: readonly string[]): Promise<string> {
  const lines = modules.map((module) =>
    module.endsWith('formats')
      ? `export { fullFormats, fastFormats } from '${module}';`
      : `import * as ${runtimeName(module)}Module from '${module}.js';\nexport const ${runtimeName(module)} = ${runtimeName(module)}Module.default.default ?? ${runtimeName(module)}Module.default;`,
  );
  const result = await build({
    stdin: { contents: lines.join('\n'), resolveDir: process.cwd() },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main'],
    write: false,
    legalComments: 'none',
  });
  // ajv notes beside each function how its compiler would call it; nothing compiles here.
  const bare = (result.outputFiles[0]?.text ?? '').replace(/^\s*\w+\.code = .*;\n/gm, '');
  return (await transform(bare, { format: 'esm', minify: true })).code;
}

/** Replaces ajv's `require` calls by imports of `runtime.js`, drops the dead constants that ajv leaves, what of
 * an error nobody reads (`schemaPath`), what only `$data` and `$dynamicRef` need, and the white space: a quarter of the size,
 * and the Action carries these files. */
async function cleanModule(name: string, text: string): Promise<string> {
  const imports = new Set<string>();
  const body = text
    .replaceAll(
      /require\("([^"]+)"\)(\.default)?(\.fullFormats|\.fastFormats)?/g,
      (_all, module: string, _default, set: string | undefined) => {
        if (!runtimeModules.includes(module)) throw new Error(`ajv calls ${module}: add it to runtimeModules.`);
        const imported = set === undefined ? runtimeName(module) : set.slice(1);
        imports.add(imported);
        return imported;
      },
    )
    .replace('"use strict";', '')
    .replaceAll(/schemaPath:"[^"]*",/g, '')
    .replaceAll(
      /const (err\d+) = (\{.*\});\nif\(vErrors === null\)\{\nvErrors = \[\1\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}/g,
      '(vErrors ??= []).push($2);',
    )
    .replaceAll(/,parentData:[^,{}]+,parentDataProperty:[^,{}]+,rootData,dynamicAnchors\}/g, '}')
    .replaceAll(/export default \w+;\n?/g, '');
  const line = imports.size > 0 ? `import { ${[...imports].toSorted().join(', ')} } from './runtime.js';\n` : '';
  const result = await transform(line + body, {
    format: 'esm',
    treeShaking: true,
    minify: true,
    logOverride: { 'unused-import': 'silent' },
  });
  if (!result.code.includes(functionName(name))) throw new Error(`The validator of ${name} exports nothing.`);
  return result.code;
}

function declaration(name: string, type: string): string {
  return `import type { SchemaError } from '../schema-error.ts';
import type { ${type} } from '../types.ts';

/** Checks a value against \`schemas/${name}.schema.json\`; \`errors\` holds every finding of the last call, or null. */
export declare const ${functionName(name)}: {
  (value: unknown): value is ${type};
  errors?: readonly SchemaError[] | null;
};
`;
}

const schemaError = `/** One finding of a generated validator; \`instancePath\` is a JSON pointer into the value. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly propertyName?: string;
  readonly message?: string;
}
`;
