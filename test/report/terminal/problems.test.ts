import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/generated/types.ts';
import { ansi, plain } from '../../../src/report/terminal/paint.ts';
import { problemsText, problemsTotal } from '../../../src/report/terminal/problems.ts';
import { sarifLog } from '../../../src/report/terminal/sarif.ts';
import { workflowAnnotations } from '../../../src/report/terminal/workflow-command.ts';
import * as samples from '../samples.ts';

const file = 'changes/refund/change.yaml';
const source = `change:\n${'  key: value\n'.repeat(6)}  - offline_eval_passed\n  - offline_eval_passed\n`;
const [duplicate, unknown] = samples.malformed.problems;
const problems = [duplicate, unknown].filter((problem): problem is Problem => problem !== undefined);

describe('problems in a terminal', () => {
  it('show the line, the one before it, and what is meant', () => {
    expect(problemsText(problems.slice(0, 1), new Map([[file, source]]), plain)).toBe(
      [
        `${file}:9:5  error  required_signals entries must be unique`,
        '    8 |   - offline_eval_passed',
        '    9 |   - offline_eval_passed',
        '      |     ^^^^^^^^^^^^^^^^^^^ First given on line 8.  list_entry_duplicate',
        '',
      ].join('\n'),
    );
  });

  it('are shown without lines where the file is not at hand', () => {
    expect(problemsText(problems.slice(0, 1), new Map(), plain)).toBe(
      `${file}:9:5  error  required_signals entries must be unique\n      First given on line 8.  list_entry_duplicate\n`,
    );
  });

  it('can’t send anything to the terminal but words', () => {
    const hostile = problems.map((problem) => ({
      ...problem,
      message: '\u001B[2J\u202Ex\r\n::error::y',
      where: { ...problem.where, file: 'a\u001B]0;x\u0007.yaml', line: 1, end_line: 1 },
    }));
    const shown = problemsText(hostile, new Map([['a\u001B]0;x\u0007.yaml', 'x\u001B[31m\u0007\ty']]), plain);
    expect(shown).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202E]/);
    expect(shown).not.toMatch(/^::/m);
  });

  it('are coloured only by the given paint', () => {
    expect(problemsText(problems, new Map(), ansi)).toContain('\u001B[31merror\u001B[39m');
  });

  it('are counted', () => {
    expect(problemsTotal(problems, 2)).toBe('2 problems (1 error, 1 warning) in 1 of 2 files');
    expect(problemsTotal([], 1)).toBe('no problem in 1 file');
  });
});

describe('problems for machines', () => {
  it('are data for GitHub’s annotations, on one line each', () => {
    expect(workflowAnnotations(problems)[0]).toEqual({
      command: 'error',
      properties: { file, line: 9, endLine: 9, col: 5, endColumn: 23, title: 'list_entry_duplicate' },
      message: 'required_signals entries must be unique First given on line 8.',
    });
  });

  it('are a SARIF log with the rules that were used', () => {
    const rules = [
      { code: 'list_entry_duplicate', means: 'An entry stands twice.', next: 'Remove one.' },
      { code: 'field_type', means: 'x', next: 'y' },
    ];
    const log = sarifLog(problems, rules, '0.1.0');
    expect(log).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'rollout-gate', rules: [{ id: 'list_entry_duplicate' }] } },
          results: [
            {
              ruleId: 'list_entry_duplicate',
              ruleIndex: 0,
              level: 'error',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: file },
                    region: { startLine: 9, startColumn: 5, endLine: 9, endColumn: 24 },
                  },
                },
              ],
            },
            { ruleId: 'key_unknown', level: 'warning' },
          ],
        },
      ],
    });
  });
});
