import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { laterVerbs, verbs } from '../../src/core/command/verb.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/commands.md'), 'utf8');

test('docs/commands.md lists every command, as it is written and what it does, and no other', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `/'));
  const cells = rows.map((row) => row.split(' | ').slice(0, 2));
  expect(cells).toEqual(Object.values(verbs).map(({ form, does }) => [`| \`${form}\``, does]));
  for (const verb of laterVerbs) expect(page).toContain(`\`/${verb}\``);
});
