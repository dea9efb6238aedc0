import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reasonCodes, reasons } from '../../src/generated/codes.ts';

const root = join(import.meta.dirname, '../..');

/** Told by the shells, not by `decide`: the list says so in its source. */
const fedByShells = Object.entries(reasons).flatMap(([code, { source }]) => (source.includes('fed by') ? [code] : []));

function textsBelow(folder: string, end: string): string {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const own = 'reason-codes.test.ts';
  return files
    .filter((path) => path.endsWith(end) && !path.endsWith(own))
    .map((path) => readFileSync(join(root, folder, path), 'utf8'))
    .join('\n');
}

const rules = textsBelow('src/core', '.ts');
const tests = textsBelow('test/core', '.test.ts') + textsBelow('test/attacks', '.ts');

/** A code as a text, or as the key of a table. */
function names(text: string, code: string): boolean {
  return text.includes(`'${code}'`) || text.includes(`"${code}"`) || text.includes(` ${code}:`);
}

describe('the closed list of reason codes', () => {
  test.each(reasonCodes.filter((code) => !fedByShells.includes(code)))(
    '%s is given by a rule, and a test shows it',
    (code) => {
      expect(names(rules, code), `no rule of src/core gives ${code}`).toBe(true);
      expect(names(tests, code), `no test of test/core or test/attacks shows ${code}`).toBe(true);
    },
  );

  test('what the shells feed is a short list', () => expect(fedByShells).toEqual(['head_moved']));
});
