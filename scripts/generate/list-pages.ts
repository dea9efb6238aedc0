import type { CodeList } from './codes.ts';
import { cell, describe, notice } from './markdown.ts';
import { isNode, type SchemaNode } from './schema-set.ts';

/** Columns with a place of their own, and what only maintainers read. */
const ownColumns = new Set(['code', 'means', 'next', 'source']);

/** `docs/reference/codes.md`: each closed list with meaning and next step. */
export function codesPage(lists: readonly CodeList[]): string {
  const sections = lists.map((list) => {
    const extras = [...new Set(list.entries.flatMap((entry) => Object.keys(entry)))].filter(
      (key) => !ownColumns.has(key),
    );
    const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
    const rows = list.entries.map((entry) =>
      row([`\`${entry.code}\``, ...extras.map((key) => String(entry[key] ?? '')), cell(entry.means), cell(entry.next)]),
    );
    const head = ['code', ...extras, 'means', 'what to do'];
    return [`## ${list.name}`, '', row(head), row(head.map(() => '---')), ...rows, ''].join('\n');
  });
  return `${notice}# Codes\n\nClosed lists: no other code is ever answered. \`rollout-gate explain CODE\` prints the same.\n\n${sections.join('\n')}`;
}

/** `docs/reference/inputs.md` from `schemas/action-keys.json`: `{ inputs: { name: { description, required, default } }, outputs: {…} }`. */
export function inputsPage(keys: SchemaNode): string {
  const inputs = entriesOf(keys['inputs']).map(
    ([name, node]) =>
      `| \`${name}\` | ${node['required'] === true ? 'yes' : ''} | ${defaultText(node['default'])} | ${cell(describe(node))} |`,
  );
  const outputs = entriesOf(keys['outputs']).map(([name, node]) => `| \`${name}\` | ${cell(describe(node))} |`);
  return [
    `${notice}# Inputs and outputs of the Action`,
    ['## Inputs', '', '| input | required | default | what it does |', '|---|---|---|---|', ...inputs].join('\n'),
    ['## Outputs', '', '| output | what it holds |', '|---|---|', ...outputs, ''].join('\n'),
  ].join('\n\n');
}

function defaultText(value: unknown): string {
  return value === undefined || value === '' ? '' : `\`${String(value)}\``;
}

function entriesOf(value: unknown): [string, SchemaNode][] {
  if (!isNode(value)) return [];
  return Object.entries(value).flatMap(([name, node]): [string, SchemaNode][] => (isNode(node) ? [[name, node]] : []));
}
