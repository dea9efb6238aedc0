import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

test('what the README shows of npm start is what it prints; … stands for what may differ', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const excerpt = /<!-- excerpt: npm start -- --once -->\n```\n([\s\S]*?)\n```/.exec(readme)?.[1] ?? '';
  const { stdout, status } = spawnSync(process.execPath, [join(root, 'src/start/main.ts'), '--once'], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(status).toBe(0);
  const shown = excerpt.split('\n').filter((line) => !/^\s*…?$/.test(line));
  expect(shown.length).toBeGreaterThan(15);
  expect(missing(shown, stdout.split('\n'))).toEqual([]);
});

/** The shown lines that don't follow each other, in order, among the printed ones. */
function missing(shown: readonly string[], printed: readonly string[]): readonly string[] {
  let at = 0;
  return shown.filter((line) => {
    const next = printed.findIndex((other, index) => index >= at && fits(line, other));
    if (next < 0) return true;
    at = next + 1;
    return false;
  });
}

function fits(shown: string, printed: string): boolean {
  const parts = shown.split('…');
  let at = 0;
  return parts.every((part, index) => {
    const found = index === 0 ? (printed.startsWith(part) ? 0 : -1) : printed.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
    return index < parts.length - 1 || part === '' || at === printed.length;
  });
}
