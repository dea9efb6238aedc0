import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, test } from 'vitest';
import type { CodeList } from '../../../scripts/generate/codes.ts';
import { markedPages } from '../../../scripts/generate/marked-tables.ts';

const entry = (code: string, source: string) => ({ code, source, means: `${code} | means.`, next: 'Do it.' });
const reasons: CodeList = {
  name: 'reasons',
  typeName: 'ReasonCode',
  entries: [entry('report_old', 'T7, seed 9.1'), entry('report_new', 'seed 9.12'), entry('other', 'github-facts T7')],
};

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pages-'));
  mkdirSync(join(root, 'docs'));
});
afterEach(() => rmSync(root, { recursive: true }));

function filled(words: string, ...body: string[]): string {
  const page = ['# Page', `<!-- table: ${words} -->`, '', ...body, '', '<!-- /table -->', 'After.', ''].join('\n');
  writeFileSync(join(root, 'docs/page.md'), page);
  return markedPages(root, [reasons], [])[0]?.[1] ?? '';
}

const head = ['| code | means | what to do |', '|---|---|---|'];

it.each<[words: string, body: string[], expected: string[]]>([
  ['codes report_* !report_new', ['old text'], [...head, '| `report_old` | report_old \\| means. | Do it. |']],
  ['codes other', [], [...head, '| `other` | other \\| means. | Do it. |']],
  [
    'sources seed',
    ['| no | rule | codes |', '|---|---|---|', '| 9.1 | One. | stale |', '| 9.2 | Two. | |'],
    ['| no | rule | codes |', '|---|---|---|', '| 9.1 | One. | `report_old` |', '| 9.2 | Two. | |'],
  ],
  ['sources', ['| T7 | Threat | What we do | |'], ['| T7 | Threat | What we do | `report_old` `other` |']],
])('the table "%s" is made anew, and what is around it stays', (words, body, expected) => {
  const page = ['# Page', `<!-- table: ${words} -->`, '', ...expected, '', '<!-- /table -->', 'After.', ''].join('\n');
  expect(filled(words, ...body)).toBe(page);
  writeFileSync(join(root, 'docs/page.md'), page);
  expect(markedPages(root, [reasons], [])).toEqual([['docs/page.md', page]]);
});

test('a kind of table that nobody knows is an error, and a page without marks is left alone', () => {
  expect(() => filled('rows x')).toThrow('docs/page.md');
  writeFileSync(join(root, 'docs/page.md'), '# Page\n');
  expect(markedPages(root, [reasons], [])).toEqual([]);
});
