import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A JSON Schema node as it stands in a file; annotations starting with `x-` are ours. */
export type SchemaNode = { [keyword: string]: unknown };

/** One published schema: `policy` for `schemas/policy.schema.json`. */
export interface SchemaFile {
  readonly name: string;
  readonly root: SchemaNode;
}

export const schemaSuffix = '.schema.json';

/** Reads every `*.schema.json` of a folder, sorted by name so that the output never depends on the file system. */
export function readSchemas(folder: string): SchemaFile[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(schemaSuffix))
    .toSorted()
    .map((file) => ({ name: file.slice(0, -schemaSuffix.length), root: readJsonObject(join(folder, file)) }));
}

export function readJsonObject(path: string): SchemaNode {
  const value = readJson(path);
  if (isNode(value)) return value;
  throw new Error(`${path} must hold a JSON object.`);
}

export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`${path} is not JSON: mend it, then run \`npm run generate\` again.`, { cause });
  }
}

export function isNode(value: unknown): value is SchemaNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keywords whose value maps names to schemas: `{ "title": {...} }` below them is a property, not an annotation. */
const maps = new Set(['properties', 'patternProperties', '$defs', 'dependentSchemas']);
/** Keywords whose value is data, not a schema. */
const data = new Set(['const', 'enum', 'default', 'examples']);

/** Copies a schema, letting `edit` replace each schema object in it, children first. */
export function mapSchema(node: SchemaNode, edit: (node: SchemaNode) => SchemaNode): SchemaNode {
  const inner = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inner);
    return isNode(value) ? mapSchema(value, edit) : value;
  };
  const entries = Object.entries(node).map(([key, value]): [string, unknown] => {
    if (data.has(key)) return [key, value];
    if (maps.has(key) && isNode(value)) return [key, mapValues(value, inner)];
    return [key, inner(value)];
  });
  return edit(Object.fromEntries(entries));
}

function mapValues(node: SchemaNode, change: (value: unknown) => unknown): SchemaNode {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, change(value)]));
}

/** `change-record` or `change_record` becomes `ChangeRecord`. */
export function toTypeName(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== '')
    .map((part) => part[0]?.toUpperCase() + part.slice(1))
    .join('');
}
