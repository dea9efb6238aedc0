import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ProblemCode, problemCodes, problems as meanings } from '../../src/generated/codes.ts';
import { parseChange } from '../../src/records/change/record.ts';
import { checkRollout } from '../../src/records/parity/rollout.ts';
import type { Problem } from '../../src/records/problem.ts';
import { parseRollout } from '../../src/records/rollout/record.ts';

const signal = (raw: unknown) => checkRollout('rollout: {}', [raw], { assumePresent: true, path: 'r' }).problems;
const rollout = (text: string) => parseRollout(text, 'rollout.yaml').problems;
const change = (text: string) => parseChange(text, 'change.yaml').problems;

/** The smallest input that earns each code of a record file or a signal. Policy codes have tests of their own. */
const EARNED_BY: Partial<Record<ProblemCode, () => readonly Problem[]>> = {
  yaml_syntax: () => change('a: ['),
  yaml_too_large: () => change(' '.repeat(70_000)),
  yaml_too_deep: () => change('['.repeat(33)),
  yaml_too_many_tokens: () => change('-\n'.repeat(30_000)),
  yaml_not_utf8: () => change('\uDC00'),
  yaml_character_forbidden: () => change('a: \u202E'),
  yaml_alias: () => change('a: &x 1'),
  yaml_tag: () => change('a: !!str 1'),
  yaml_directive: () => change('%YAML 1.1\n---\n'),
  yaml_many_documents: () => change('---\n---\n'),
  yaml_key_not_string: () => change('7: a'),
  yaml_key_duplicate: () => change('a: 1\na: 1'),
  yaml_key_forbidden: () => change('__proto__: 1'),
  yaml_boolean_word: () => change('a: yes'),
  yaml_number_digits: () => change('a: 99999999999999999999'),
  problems_truncated: () => change(`change: {artifacts: [${'1,'.repeat(300)}]}`),
  not_a_mapping: () => change('a'),
  record_kind_unknown: () => rollout(''),
  record_kind_missing: () => rollout('rollout: {}\ndecision: go'),
  field_required: () => change('change: {}'),
  field_type: () => change('change: {change_id: 7}'),
  list_type: () => change('change: {artifacts: x}'),
  list_entry_type: () => change('change: {artifacts: [7]}'),
  list_entry_empty: () => change('change: {artifacts: [""]}'),
  list_entry_duplicate: () => change('change: {artifacts: [a, a]}'),
  mode_key_type: () => rollout('rollout: {rollout_mode: {7: a}}'),
  mode_value_not_scalar: () => rollout('rollout: {rollout_mode: {a: []}}'),
  mode_value_type: () => rollout('rollout: {rollout_mode: {ceiling_pct: 101}}'),
  mode_entry_empty: () => rollout('rollout: {rollout_mode: {a: ""}}'),
  mode_entry_duplicate: () => rollout('rollout: {rollout_mode: {a: 1, " a": 1}}'),
  findings_missing: () => rollout('kind: rollout_gate_record'),
  key_unknown: () => rollout('rollout: {a: 1}'),
  id_unusable: () => change('change: {change_id: a/b}'),
  risk_unknown: () => change('change: {risk_level: odd}'),
  traffic_unknown: () => rollout('kind: rollout_gate_record\ntraffic_scope: some'),
  nothing_checked: () => rollout('rollout: {}'),
  signal_type: () => signal(7),
  signal_format: () => signal('a'),
  signal_key_empty: () => signal('=1'),
  signal_value_unknown: () => signal('a=2'),
};

describe('a problem code', () => {
  it.each(Object.entries(EARNED_BY))('%s is earned, with a place and a next step', (code, earn) => {
    const problem = earn().find((found) => found.code === code);
    expect(problem).toMatchObject({ code, message: expect.stringMatching(/\S/) });
    expect(problem?.where.line).toBeGreaterThanOrEqual(1);
    expect(problem?.where.column).toBeGreaterThanOrEqual(1);
  });

  it.each(Object.keys(EARNED_BY).map((code) => [code as ProblemCode]))(
    '%s says in sentences what it means and what to do',
    (code) => {
      expect(meanings[code].means).toMatch(/^[A-Z].*\.$/);
      expect(meanings[code].next).toMatch(/^[A-Z].*\.$/);
    },
  );

  it('that the readers of records name is always in the table above', () => {
    const sources = ['yaml/', 'change/', 'rollout/', 'parity/', ''].flatMap(sourceTexts).join('\n');
    const named = problemCodes.filter((code) => sources.includes(`'${code}'`));
    expect(named.filter((code) => EARNED_BY[code] === undefined)).toEqual([]);
    expect(named.length).toBeGreaterThan(35);
  });
});

/** Files of the folder itself that belong to the readers of records. */
const SHARED = ['field.ts', 'identifier.ts', 'problem-log.ts', 'top-level.ts'];

function sourceTexts(folder: string): string[] {
  const url = new URL(`../../src/records/${folder}`, import.meta.url);
  return readdirSync(url)
    .filter((name) => (folder === '' ? SHARED.includes(name) : name.endsWith('.ts')))
    .map((name) => readFileSync(new URL(name, url), 'utf8'));
}
