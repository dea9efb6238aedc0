import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { doctor, type DoctorCode } from '../../src/generated/codes.ts';
import { examplesIn, played, shows } from './manual-page.ts';
import { ran } from './terminal.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/cli.md'), 'utf8');
const examples = examplesIn(page);

describe('docs/cli.md', () => {
  it.each(examples.map((example) => [example.lines[0] ?? '', example] as const))(
    'shows what %s prints',
    async (_, example) => {
      const printed = await played(example);
      if (!shows(example.lines, printed)) expect(printed).toEqual(example.lines);
    },
  );

  it('has a real example of every command that needs no GitHub, and a heading for each', async () => {
    const { out } = await ran(['--help']);
    const names = [...out.matchAll(/^ {2}rollout-gate ([a-z-]+) /gm)].flatMap(([, name = '']) => [name]);
    const commands = new Set(names.filter((name) => name !== 'completion'));
    const shown = examples.flatMap(({ lines }) =>
      lines.flatMap((line) => /^\$ rollout-gate ([a-z-]+)/.exec(line)?.[1] ?? []),
    );
    expect([...commands].filter((name) => !shown.includes(name))).toEqual([]);
    expect([...commands].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('what the page shows of doctor', () => {
  const rows = [...page.matchAll(/^(ok|warning|problem) +(.+) {2}([a-z_]+)$/gm)];

  it.each(rows.map(([, level = '', said = '', code = '']) => [code, level, said] as const))(
    'has the level and the next step of %s',
    (code, level, said) => {
      const known = doctor[code as DoctorCode];
      expect(known.level).toBe(level);
      if (level !== 'ok') expect(said).toContain(known.next);
    },
  );

  it('is there', () => {
    expect(rows.length).toBeGreaterThan(3);
  });
});

describe('a line of three dots on the page', () => {
  it.each([
    [['a', '...', 'c'], ['a', 'b', 'b', 'c'], true],
    [['a', '...'], ['a', 'b'], true],
    [['a', '...', 'c'], ['a', 'b'], false],
    [['a'], ['a', 'b'], false],
    [['a', 'b'], ['a'], false],
  ])('in %j: whether it shows %j is %s', (lines, printed, fits) => {
    expect(shows(lines, printed)).toBe(fits);
  });
});
