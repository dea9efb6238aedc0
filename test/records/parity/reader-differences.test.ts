import { describe, expect, it } from 'vitest';
import { checkRollout } from '../../../src/records/parity/rollout.ts';
import { SCALAR_DIFFERENCES, SYNTAX_DIFFERENCES } from './reader-differences.ts';

const OPTIONS = { assumePresent: true, path: 'rollout.yaml' };

/** What we answer for a scalar: its text, or `error` where it isn't accepted. */
function ours(written: string): { entry: string; mode: string } {
  const entry = checkRollout(`rollout:\n  require: [${written}]\n`, [], OPTIONS);
  const mode = checkRollout(`rollout:\n  rollout_mode: {k: ${written}}\n`, [], OPTIONS);
  return {
    entry: entry.ok ? String(entry.output.required_checks[0]) : 'error',
    mode: mode.ok ? String(mode.output.rollout_mode['k']) : 'error',
  };
}

describe('where YAML 1.1 and 1.2 read differently, ours is the answer by YAML 1.2', () => {
  it.each(SCALAR_DIFFERENCES.map((row) => [row.written, row] as const))('%s', (written, row) => {
    expect(ours(written)).toEqual(row.ours);
    expect(row.ours).not.toEqual(row.reference);
  });

  it.each(SYNTAX_DIFFERENCES.map((row) => [row.why, row] as const))('%s', (_why, { text, ours: expected }) => {
    const answer = checkRollout(text, [], OPTIONS);
    expect(answer.ok ? answer.output : answer).toMatchObject(expected);
  });
});

describe('where both versions read alike, ours is the answer of the reference', () => {
  it.each([
    ['5', '5'],
    ['+5', '5'],
    ['-0', '0'],
    ['00', '0'],
    ['0x1F', '31'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['2.5', '2.5'],
    ['5.0', '5.0'],
    ['.5', '0.5'],
    ['1.', '1.0'],
    ['-0.0', '-0.0'],
    ['1.5e+3', '1500.0'],
    ['1.0e-7', '1e-07'],
    ['1.0e+16', '1e+16'],
    ['1.0e+15', '1000000000000000.0'],
    ['123456789.123', '123456789.123'],
    ['.inf', 'inf'],
    ['-.Inf', '-inf'],
    ['.nan', 'nan'],
    ['true', 'True'],
    ['FALSE', 'False'],
  ])('%s under rollout_mode is printed as %s, and is no string', (written, mode) => {
    expect(ours(written)).toEqual({ entry: 'error', mode });
  });

  it.each([
    ['y'],
    ['N'],
    ['tRUE'],
    ['nULL'],
    ['e5'],
    ['1a'],
    ['.e+1'],
    ['12:xx'],
    ['v1.2.3'],
    ['"1"'],
    ["'yes'"],
    ['10%'],
  ])('%s is text', (written) => {
    const text = written.replaceAll(/['"]/g, '');
    expect(ours(written)).toEqual({ entry: text, mode: text });
  });
});
