import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isNode, readJson, type SchemaNode, toTypeName } from './schema-set.ts';

/** One entry of a closed list: what the code means and what to do next, in full sentences. */
export interface CodeEntry extends SchemaNode {
  readonly code: string;
  readonly means: string;
  readonly next: string;
}

/** `schemas/codes/reasons.json` gives `{ name: 'reasons', typeName: 'ReasonCode', entries }`. */
export interface CodeList {
  readonly name: string;
  readonly typeName: string;
  readonly entries: readonly CodeEntry[];
}

/** Reads the closed lists. A file is a list of entries, or an object with that list under `codes`. */
export function readCodeLists(folder: string): CodeList[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => {
      const name = basename(file, '.json');
      const typeName = `${toTypeName(name.replace(/s$/, ''))}Code`;
      return { name, typeName, entries: parseEntries(file, readJson(join(folder, file))) };
    });
}

function parseEntries(file: string, value: unknown): CodeEntry[] {
  const list = isNode(value) ? value['codes'] : value;
  if (!Array.isArray(list))
    throw new Error(`schemas/codes/${file} must be a list, or an object with the list "codes".`);
  const seen = new Set<string>();
  return list.map((item: unknown, index) => {
    if (!isEntry(item)) {
      throw new Error(`schemas/codes/${file}, entry ${index}: expected texts "code", "means" and "next", none empty.`);
    }
    if (!/^[a-z][a-z0-9_]*$/.test(item.code))
      throw new Error(`schemas/codes/${file}: "${item.code}" is not snake_case.`);
    if (seen.has(item.code)) throw new Error(`schemas/codes/${file}: "${item.code}" stands twice; keep one.`);
    seen.add(item.code);
    return item;
  });
}

function isEntry(value: unknown): value is CodeEntry {
  return isNode(value) && ['code', 'means', 'next'].every((key) => typeof value[key] === 'string' && value[key] !== '');
}

/** TypeScript for all lists: an `as const` array, the union derived from it, and a record code → entry. */
export function codesModule(lists: readonly CodeList[], header: string): string {
  return [header, ...lists.map(listSource)].join('\n');
}

function listSource(list: CodeList): string {
  const entries = list.entries.map(({ code, ...rest }) => `  ${code}: ${JSON.stringify(rest)},\n`).join('');
  const codes = list.entries.map(({ code }) => `  ${JSON.stringify(code)},\n`).join('');
  const singular = list.name.replace(/s$/, '');
  return `/** Every ${singular} code, a closed list. */
export const ${variableName(singular)}Codes = [
${codes}] as const;
export type ${list.typeName} = (typeof ${variableName(singular)}Codes)[number];
/** What each ${singular} code means and what to do next. */
export const ${variableName(list.name)} = {
${entries}} as const satisfies Record<${list.typeName}, { readonly means: string; readonly next: string; readonly [more: string]: unknown }>;
`;
}

function variableName(name: string): string {
  const typeName = toTypeName(name);
  return typeName.charAt(0).toLowerCase() + typeName.slice(1);
}
