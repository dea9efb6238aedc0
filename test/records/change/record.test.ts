import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseChange } from '../../../src/records/change/record.ts';
import type { Problem } from '../../../src/records/problem.ts';

const example = (name: string) =>
  readFileSync(new URL(`../../fixtures/records/examples/${name}`, import.meta.url), 'utf8');

/** `code pointer line:column` of each problem, warnings marked. */
function brief(problems: readonly Problem[]): string[] {
  return problems.map(
    ({ code, pointer, severity, where }) =>
      `${severity === 'warning' ? '~' : ''}${code} ${pointer} ${where.line}:${where.column}`,
  );
}

const DOCUMENT = `kind: change_review_record
review_id: cr-1
change_id: chg-1
owner: platform
change_type: policy_update
risk_level: high
affected_surfaces: [policy_bundle]
required_reviews: [safety]
required_evals: [offline_regression]
`;

const REFERENCE = `change:
  change_id: chg-1
  change_type: t
  risk_level: low
  rollout_strategy: direct
  session_control_owner: a
  emergency_freeze_owner: b
`;

describe('a change record', () => {
  it('in the reference shape becomes a typed record with the mapping of its fields', () => {
    const { record, problems } = parseChange(example('change.yaml'), 'changes/support/change.yaml');
    expect(problems).toEqual([]);
    expect(record).toMatchObject({
      shape: 'reference',
      path: 'changes/support/change.yaml',
      folder: 'changes/support',
      change_id: 'chg-2026-04-07-support-runtime',
      risk_level: 'high',
      rollout_strategy: 'staged_canary',
      required_reviews: ['platform-owner', 'security-reviewer'],
      review_id: null,
      owner: null,
      status: null,
      session_control_owner: 'support-ops',
    });
    expect(record?.required_evals).toHaveLength(9);
    expect(record?.at).toMatchObject({
      required_evals: '/change/required_signals',
      required_reviews: '/change/approval_roles',
    });
    expect(record?.positions['/change/required_signals/3']).toEqual([12, 7, 12, 27]);
    expect(record?.positions['/change/required_signals']).toEqual([8, 3, 8, 19]);
  });

  it('in the document shape becomes the same type', () => {
    const { record, problems } = parseChange(example('change-record.yaml'), 'change.yaml');
    expect(problems).toEqual([]);
    expect(record).toMatchObject({
      shape: 'document',
      folder: '',
      review_id: 'cr-2026-04-07-001',
      owner: 'platform-runtime',
      status: 'approved',
      rollout_strategy: null,
      required_reviews: ['engineering', 'safety', 'runtime_owner'],
    });
    expect(record?.at).toMatchObject({ required_evals: '/required_evals', affected_surfaces: '/affected_surfaces' });
  });

  it('may stand at the top level, and may leave out lists and claims', () => {
    const flat = parseChange(REFERENCE.replace('change:\n', '').replaceAll(/^ {2}/gm, ''), 'change.yaml');
    expect(flat).toMatchObject({
      problems: [],
      record: { shape: 'reference', artifacts: [], required_evals: [], required_reviews: [] },
    });
    expect(parseChange(DOCUMENT, 'c')).toMatchObject({ problems: [], record: { status: null, artifacts: [] } });
  });

  it('may not have Object.prototype behind its positions', () => {
    const { record } = parseChange(REFERENCE, 'c');
    expect(record?.positions['constructor']).toBeUndefined();
    expect(record?.at['toString']).toBeUndefined();
  });
});

const MALFORMED: [name: string, text: string, problems: string[]][] = [
  ['an empty file', '', ['field_required /change_id 1:1', 'record_kind_unknown  1:1']],
  ['a list', '- a\n', ['not_a_mapping  1:1']],
  ['a gate record', 'kind: rollout_gate_record\n', ['field_required /change_id 1:1', 'record_kind_unknown /kind 1:1']],
  [
    'a record without kind',
    DOCUMENT.replace(/^kind.*\n/, ''),
    ['field_required /rollout_strategy 1:1', 'record_kind_unknown /review_id 1:1'],
  ],
  ['change that is null', 'change:\n', ['not_a_mapping /change 1:1']],
  ['change that is a list', 'change: [a]\n', ['not_a_mapping /change 1:1']],
  [
    'a number where text is due',
    REFERENCE.replace('risk_level: low', 'risk_level: 3'),
    ['field_type /change/risk_level 4:15'],
  ],
  ['null where text is due', REFERENCE.replace(' direct', ''), ['field_type /change/rollout_strategy 5:3']],
  [
    'an owner that is a number',
    REFERENCE.replace('owner: a', 'owner: 7'),
    ['field_type /change/session_control_owner 6:26'],
  ],
  ['blank text', REFERENCE.replace('direct', '"  "'), ['field_required /change/rollout_strategy 5:21']],
  ['a list that is text', `${REFERENCE}  artifacts: x\n`, ['list_type /change/artifacts 8:14']],
  [
    'every kind of bad entry',
    `${REFERENCE}  required_signals: [7, "", a, " a ", [b], ]\n`,
    [
      'list_entry_type /change/required_signals/0 8:22',
      'list_entry_empty /change/required_signals/1 8:25',
      'list_entry_duplicate /change/required_signals/3 8:32',
      'list_entry_type /change/required_signals/4 8:39',
    ],
  ],
  ['a key that is no string, told once', `${REFERENCE}  7: x\n`, ['yaml_key_not_string /change/7 8:3']],
  ['a key that is no string, beside the record', `${REFERENCE}7: x\n`, ['yaml_key_not_string /7 8:1']],
  ['a key twice', `${REFERENCE}  risk_level: high\n`, ['yaml_key_duplicate /change/risk_level 8:3']],
  ['an identifier with a slash', REFERENCE.replace('chg-1', 'chg/1'), ['id_unusable /change/change_id 2:14']],
  ['an identifier with two dots', DOCUMENT.replace('cr-1', 'cr..1'), ['id_unusable /review_id 2:12']],
  ['an identifier that ends in .lock', DOCUMENT.replace('chg-1', 'chg.lock'), ['id_unusable /change_id 3:12']],
  ['an identifier of 101 characters', DOCUMENT.replace('chg-1', 'c'.repeat(101)), ['id_unusable /change_id 3:12']],
  [
    'a document without required lists',
    DOCUMENT.replace(/^required_.*\n/gm, ''),
    ['field_required /required_reviews 1:1', 'field_required /required_evals 1:1'],
  ],
  ['a status that is no text', `${DOCUMENT}status: true\n`, ['field_type /status 10:9']],
];

describe('a change record is malformed, with all problems at their lines, by', () => {
  it.each(MALFORMED)('%s', (_name, text, problems) => {
    const parsed = parseChange(text, 'change.yaml');
    expect(brief(parsed.problems).filter((line) => !line.startsWith('~'))).toEqual(problems);
    expect(parsed.record).toBeNull();
  });

  it('everything at once, the reference’s first problem first and advice last', () => {
    const text = 'change:\n  change_id: a b\n  risk_levl: high\n  artifacts: [x, x]\n  status: yes\nnote: 1\n';
    expect(brief(parseChange(text, 'c').problems)).toEqual([
      'field_required /change/change_type 1:1',
      'field_required /change/risk_level 1:1',
      'field_required /change/rollout_strategy 1:1',
      'list_entry_duplicate /change/artifacts/1 4:18',
      'field_required /change/session_control_owner 1:1',
      'field_required /change/emergency_freeze_owner 1:1',
      'id_unusable /change/change_id 2:14',
      '~key_unknown /change/risk_levl 3:3',
      '~key_unknown /change/status 5:3',
      '~yaml_boolean_word /change/status 5:11',
      '~key_unknown /note 6:1',
    ]);
  });
});

describe('advice on a change record that stays usable', () => {
  it.each([
    ['an unknown risk level', REFERENCE.replace('low', 'severe'), ['~risk_unknown /change/risk_level 4:15']],
    ['a key beside change', `${REFERENCE}kind: x\n`, ['~key_unknown /kind 8:1']],
    [
      'an unquoted boolean word',
      REFERENCE.replace('direct', 'on'),
      ['~yaml_boolean_word /change/rollout_strategy 5:21'],
    ],
  ])('%s', (_name, text, problems) => {
    const parsed = parseChange(text, 'change.yaml');
    expect(brief(parsed.problems)).toEqual(problems);
    expect(parsed.record).not.toBeNull();
  });

  it.each([
    ['risk_levle', 'risk_level'],
    ['required-signals', 'required_signals'],
    ['aproval_roles', 'approval_roles'],
    ['Change_Type', 'change_type'],
  ])('asks whether %s was meant as %s', (wrong, meant) => {
    const { problems } = parseChange(`${REFERENCE}  ${wrong}: [x]\n`, 'c');
    expect(problems).toMatchObject([{ code: 'key_unknown', hint: `Did you mean ${meant}?` }]);
  });

  it('makes no guess about a word that is far from any key', () => {
    const { problems } = parseChange(`${REFERENCE}  notes: x\n`, 'c');
    expect(problems[0]?.hint).not.toContain('mean');
  });
});
