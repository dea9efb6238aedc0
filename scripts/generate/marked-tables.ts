import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeEntry, CodeList } from './codes.ts';
import { cell, describe } from './markdown.ts';
import { isNode, type SchemaFile } from './schema-set.ts';

/** What the tables are made from. */
interface Source {
  readonly reasons: readonly CodeEntry[];
  readonly settings: SchemaFile | undefined;
}

const region = /<!-- table: ([^>]*?) -->\n([\s\S]*?)<!-- \/table -->/g;

/**
 * The hand-written pages of `docs/` with their marked tables filled, by path. Between `<!-- table: … -->` and
 * `<!-- /table -->` stand: `codes GLOB…` the reasons of these names (`!code` leaves one out); `settings` the App's variables; `sources PREFIX` rows whose
 * last cell lists the reasons that name the row's number as their source.
 */
export function markedPages(
  root: string,
  lists: readonly CodeList[],
  schemas: readonly SchemaFile[],
): [string, string][] {
  const folder = join(root, 'docs');
  if (!existsSync(folder)) return [];
  const reasons = lists.find(({ name }) => name === 'reasons')?.entries ?? [];
  const settings = schemas.find(({ name }) => name === 'settings');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .toSorted()
    .flatMap((file): [string, string][] => {
      const page = readFileSync(join(folder, file), 'utf8');
      const filled = page.replaceAll(region, (_all, words: string, body: string) => {
        const table = tableOf(words.split(' '), body.trim(), { reasons, settings }, file);
        return `<!-- table: ${words} -->\n\n${table}\n\n<!-- /table -->`;
      });
      return page.includes('<!-- table: ') ? [[`docs/${file}`, filled]] : [];
    });
}

function tableOf([kind, ...rest]: readonly string[], body: string, source: Source, file: string): string {
  if (kind === 'codes') return codeRows(rest, source.reasons);
  if (kind === 'settings') return settingRows(source.settings);
  if (kind === 'sources') return sourceRows(body, rest.join(' '), source.reasons);
  throw new Error(`docs/${file}: a table is codes, settings or sources, not "${kind ?? ''}".`);
}

/** Globs have a `*` at the end or none; a code behind `!` is left out. */
function codeRows(globs: readonly string[], reasons: readonly CodeEntry[]): string {
  const fits = (code: string): boolean =>
    !globs.includes(`!${code}`) &&
    globs.some((glob) => (glob.endsWith('*') ? code.startsWith(glob.slice(0, -1)) : code === glob));
  const rows = reasons
    .filter(({ code }) => fits(code))
    .map(({ code, means, next }) => `| \`${code}\` | ${cell(means)} | ${cell(next)} |`);
  return ['| code | means | what to do |', '|---|---|---|', ...rows].join('\n');
}

function settingRows(schema: SchemaFile | undefined): string {
  const definitions = schema?.root['$defs'];
  const variables = isNode(definitions) ? definitions['SettingsVariables'] : undefined;
  const properties = isNode(variables) && isNode(variables['properties']) ? variables['properties'] : {};
  const required = isNode(variables) && Array.isArray(variables['required']) ? variables['required'] : [];
  const rows = Object.entries(properties).map(([name, node]) => {
    const usual = isNode(node) && typeof node['default'] === 'string' ? `\`${node['default']}\`` : '';
    return `| \`${name}\` | ${required.includes(name) ? 'yes' : ''} | ${usual} | ${cell(describe(node))} |`;
  });
  return ['| variable | required | default | what it says |', '|---|---|---|---|', ...rows].join('\n');
}

/** The rows as they stand, each with its last cell made anew. */
function sourceRows(body: string, prefix: string, reasons: readonly CodeEntry[]): string {
  const numbered = /^\| ([TF]?\d+(?:\.\d+)?) \|(.*)\|[^|]*\|$/;
  return body
    .split('\n')
    .map((line) => {
      const [, number, cells] = numbered.exec(line) ?? [];
      if (number === undefined || cells === undefined) return line;
      const codes = reasons.filter(({ source }) => sourcesOf(source).includes(`${prefix} ${number}`.trim()));
      return `| ${number} |${cells}| ${codes.map(({ code }) => `\`${code}\``).join(' ')} |`.replace(/\| {2}\|$/, '| |');
    })
    .join('\n');
}

/** A threat's number stands alone: `github-facts T7` is `T7`. */
function sourcesOf(source: unknown): readonly string[] {
  return typeof source === 'string'
    ? source.split(',').map((one) => one.trim().replace(/^(?:github-facts|threat) /, ''))
    : [];
}
