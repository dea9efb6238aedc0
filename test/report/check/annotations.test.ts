import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/generated/types.ts';
import { annotationsOf } from '../../../src/report/check/annotations.ts';
import * as samples from '../samples.ts';

const where = { file: 'a.yaml', line: 2, column: 3, end_line: 2, end_column: 9 };
const problem: Problem = { code: 'field_required', pointer: '', severity: 'error', message: 'm', where };

describe('annotations', () => {
  it('have columns only where the range is one line, the last one inclusive', () => {
    const [first, second] = annotationsOf({
      ...samples.malformed,
      reasons: [],
      problems: [problem, { ...problem, where: { ...where, line: 5, end_line: 9 } }],
    });
    expect(first).toMatchObject({ start_line: 2, end_line: 2, start_column: 3, end_column: 8 });
    expect(second).toMatchObject({ start_line: 5, end_line: 9, start_column: null, end_column: null });
  });

  it('come once each, the worst first, however many there are', () => {
    const warning = { ...problem, severity: 'warning' } as const;
    const levels = annotationsOf({
      ...samples.malformed,
      reasons: [],
      problems: [warning, problem, problem, warning],
    }).map(({ level }) => level);
    expect(levels).toEqual(['failure', 'warning']);
    const many = Array.from({ length: 120 }, (_item, index) => ({
      ...problem,
      where: { ...where, line: index + 1, end_line: index + 1 },
    }));
    expect(annotationsOf({ ...samples.malformed, reasons: [], problems: many })).toHaveLength(120);
  });

  it('come once each, whatever else stands at the place of two equal ones', () => {
    const other = { ...problem, message: 'other' };
    const longer = { ...problem, where: { ...where, end_column: 12 } };
    const shown = annotationsOf({
      ...samples.malformed,
      reasons: [],
      problems: [problem, other, longer, problem, other],
    });
    expect(shown.map(({ message, end_column }) => [message, end_column])).toEqual([
      ['m', 8],
      ['other', 8],
      ['m', 11],
    ]);
  });

  it('show a reason only where no problem stands', () => {
    expect(annotationsOf(samples.malformed).map(({ title }) => title)).toEqual([
      'list_entry_duplicate',
      'yaml_syntax',
      'key_unknown',
    ]);
  });

  it('never point into another repository, nor before the first line', () => {
    const elsewhere = { ...problem, where: { ...where, file: 'acme/.github:rollout-gate.yml' } };
    const nowhere = { ...problem, where: { file: 'a.yaml', line: 0, column: 0, end_line: 0, end_column: 0 } };
    expect(annotationsOf({ ...samples.malformed, reasons: [], problems: [elsewhere, nowhere] })).toMatchObject([
      { path: 'a.yaml', start_line: 1, start_column: 1, end_column: 1 },
    ]);
  });

  it('fail nothing where the gate only observes', () => {
    expect(annotationsOf(samples.observe).map(({ level }) => level)).not.toContain('failure');
  });

  it('hold their words within GitHub’s limits, without what nobody sees', () => {
    const long = { ...problem, code: 'c'.repeat(500), message: `\u202E${'x'.repeat(100_000)}\u001B` };
    const [only] = annotationsOf({ ...samples.malformed, reasons: [], problems: [long] });
    expect(only?.title).toHaveLength(255);
    expect(only?.message.length).toBeLessThanOrEqual(4_000);
    expect(only?.message).not.toMatch(/[\u202E\u001B]/);
  });
});
