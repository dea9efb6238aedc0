import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/records/problem.ts';
import { parseRollout } from '../../../src/records/rollout/record.ts';

const example = (name: string) =>
  readFileSync(new URL(`../../fixtures/records/examples/${name}`, import.meta.url), 'utf8');

function brief(problems: readonly Problem[]): string[] {
  return problems.map(
    ({ code, pointer, severity, where }) =>
      `${severity === 'warning' ? '~' : ''}${code} ${pointer} ${where.line}:${where.column}`,
  );
}

const GATE = `kind: rollout_gate_record
gate_id: gate-1
change_id: chg-1
bundle_id: bundle-1
rollout_wave: canary
traffic_scope: 5_percent
required_checks: [telemetry_ready]
blocking_findings: []
`;

const MIXED = `${GATE}rollout:
  require: [oncall_ready, telemetry_ready]
  block_if: [direct_tool_access_present]
  rollout_mode: {initial: first, max_tenant_exposure_pct: 5, require_shadow_period: true, note: 2.50}
`;

describe('a rollout record', () => {
  it('in the reference shape becomes a typed record', () => {
    const { record, problems } = parseRollout(example('rollout.yaml'), 'rollout.yaml');
    expect(problems).toEqual([]);
    expect(record).toMatchObject({
      shape: 'reference',
      folder: '',
      gate_id: null,
      change_id: null,
      bundle_id: null,
      rollout_wave: 'canary',
      traffic: null,
      blocking_findings: null,
      decision: null,
      rollout_mode: { initial: 'canary', max_tenant_exposure_pct: 5, ceiling_pct: null, require_shadow_period: true },
    });
    expect(record?.required_checks).toHaveLength(8);
    expect(record?.block_if).toHaveLength(3);
    expect(record?.at).toMatchObject({
      required_checks: '/rollout/require',
      rollout_wave: '/rollout/rollout_mode/initial',
    });
  });

  it('in the document shape becomes the same type', () => {
    const { record, problems } = parseRollout(example('rollout-record.yaml'), 'changes/a/rollout.yaml');
    expect(problems).toEqual([]);
    expect(record).toMatchObject({
      shape: 'document',
      folder: 'changes/a',
      gate_id: 'gate-2026-04-07-001',
      bundle_id: 'bundle-2026-04-07-a',
      rollout_wave: 'canary',
      traffic: { raw: '5_percent', percent: 5 },
      block_if: [],
      blocking_findings: [],
      decision: 'go',
      decided_by: ['runtime_owner', 'safety_owner'],
      at: { traffic: '/traffic_scope', required_checks: '/required_checks' },
    });
  });

  it('may be both in one file: checks are united in order, the gate record names the wave', () => {
    const { record, problems } = parseRollout(MIXED, 'r');
    expect(problems).toEqual([]);
    expect(record).toMatchObject({
      shape: 'mixed',
      rollout_wave: 'canary',
      required_checks: ['telemetry_ready', 'oncall_ready'],
      block_if: ['direct_tool_access_present'],
      rollout_mode: { initial: 'first', max_tenant_exposure_pct: 5, entries: { note: 2.5 } },
      at: { block_if: '/rollout/block_if', required_checks: '/required_checks' },
    });
  });

  it('may leave its checks to the rollout mapping when it has one', () => {
    expect(parseRollout(MIXED.replace(/^required_checks.*\n/m, ''), 'r')).toMatchObject({
      problems: [],
      record: { required_checks: ['oncall_ready', 'telemetry_ready'] },
    });
  });

  it('keeps the digits of a large number and the YAML types of all others', () => {
    const { record } = parseRollout(
      'rollout: {require: [a], rollout_mode: {a: 12345678901234567890, b: 1.5, c: true, d: " x "}}\n',
      'r',
    );
    expect({ ...record?.rollout_mode.entries }).toEqual({ a: '12345678901234567890', b: 1.5, c: true, d: 'x' });
  });
});

describe('a traffic scope', () => {
  it.each([
    ['5', '5', 5],
    ['5%', '5%', 5],
    ['12.5_percent', '12.5_percent', 12.5],
    ['2.5', '2.5', 2.5],
    ['"100"', '100', 100],
    ['0', '0', 0],
    ['101', '101', null],
    ['-1', '-1', null],
    ['.inf', '.inf', null],
    ['5 %', '5 %', null],
    ['one_tenant', 'one_tenant', null],
  ])('of %s is read as %s, %s percent', (written, raw, percent) => {
    const { record, problems } = parseRollout(GATE.replace('5_percent', written), 'r');
    expect(record?.traffic).toEqual({ raw, percent });
    expect(brief(problems)).toEqual(percent === null ? ['~traffic_unknown /traffic_scope 6:16'] : []);
  });
});

const MALFORMED: [name: string, text: string, problems: string[]][] = [
  ['an empty file', '', ['record_kind_unknown  1:1']],
  ['a file that is neither shape', 'foo: 1\n', ['record_kind_unknown /foo 1:1']],
  ['another kind', `kind: change_review_record\n`, ['record_kind_unknown /kind 1:1']],
  [
    'another kind beside rollout',
    'kind: x\nrollout: {require: 1}\n',
    ['list_type /rollout/require 2:20', 'record_kind_unknown /kind 1:1'],
  ],
  ['a scalar', 'text\n', ['not_a_mapping  1:1']],
  ['rollout that is null', 'rollout:\n', ['not_a_mapping /rollout 1:1']],
  [
    'wrong shapes, before any entry',
    'rollout:\n  require: [""]\n  rollout_mode: x\n  block_if: {a: b}\n',
    [
      'list_type /rollout/block_if 4:3',
      'not_a_mapping /rollout/rollout_mode 3:17',
      'list_entry_empty /rollout/require/0 2:13',
    ],
  ],
  [
    'bad entries: types, then empty ones, then duplicates',
    'rollout:\n  require: [a, a, "", 1]\n',
    [
      'list_entry_type /rollout/require/3 2:23',
      'list_entry_empty /rollout/require/2 2:19',
      'list_entry_duplicate /rollout/require/1 2:16',
    ],
  ],
  [
    'every kind of bad mode entry',
    'rollout:\n  require: [a]\n  rollout_mode: {7: x, a: [b], c: , d: "", e: 1, " e": 2, "": f}\n',
    [
      'mode_key_type /rollout/rollout_mode/7 3:18',
      'mode_value_not_scalar /rollout/rollout_mode/a 3:24',
      'mode_value_not_scalar /rollout/rollout_mode/c 3:32',
      'mode_entry_empty /rollout/rollout_mode/d 3:40',
      'mode_entry_duplicate /rollout/rollout_mode/ e 3:50',
      'mode_entry_empty /rollout/rollout_mode/ 3:63',
    ],
  ],
  [
    'an exposure over 100',
    MIXED.replace('pct: 5', 'pct: 500'),
    ['mode_value_type /rollout/rollout_mode/max_tenant_exposure_pct 12:59'],
  ],
  [
    'an exposure that is a word',
    MIXED.replace('pct: 5', 'pct: few'),
    ['mode_value_type /rollout/rollout_mode/max_tenant_exposure_pct 12:59'],
  ],
  [
    'a shadow period that YAML 1.2 reads as text',
    MIXED.replace('true', 'yes'),
    ['mode_value_type /rollout/rollout_mode/require_shadow_period 12:85'],
  ],
  [
    'a first wave that is a number',
    MIXED.replace('first', '1'),
    ['mode_value_type /rollout/rollout_mode/initial 12:27'],
  ],
  ['silence about findings', GATE.replace(/^blocking.*\n/m, ''), ['findings_missing /blocking_findings 1:1']],
  [
    'findings that are null',
    GATE.replace('blocking_findings: []', 'blocking_findings:'),
    ['list_type /blocking_findings 8:1'],
  ],
  ['a gate record without checks', GATE.replace(/^required.*\n/m, ''), ['field_required /required_checks 1:1']],
  ['a gate record without traffic', GATE.replace(/^traffic.*\n/m, ''), ['field_required /traffic_scope 1:1']],
  ['traffic that is a list', GATE.replace('5_percent', '[5]'), ['field_type /traffic_scope 6:1']],
  [
    'gate fields beside rollout without a kind',
    `rollout: {require: [a]}\nblocking_findings: [leak]\n`,
    ['record_kind_missing /blocking_findings 2:1'],
  ],
  ['an unusable bundle', GATE.replace('bundle-1', 'bundle 1'), ['id_unusable /bundle_id 4:12']],
];

describe('a rollout record is malformed, with all problems at their lines, by', () => {
  it.each(MALFORMED)('%s', (_name, text, problems) => {
    const parsed = parseRollout(text, 'rollout.yaml');
    expect(brief(parsed.problems).filter((line) => !line.startsWith('~'))).toEqual(problems);
    expect(parsed.record).toBeNull();
  });
});

describe('advice on a rollout record that stays usable', () => {
  it.each([
    ['nothing is checked', 'rollout: {}\n', ['~nothing_checked  1:1']],
    ['a misspelt key', 'rollout: {require: [a], blockif: [b]}\n', ['~key_unknown /rollout/blockif 1:25']],
    ['a key beside the gate fields', `${GATE}note: x\n`, ['~key_unknown /note 9:1']],
  ])('%s', (_name, text, problems) => {
    const parsed = parseRollout(text, 'r');
    expect(brief(parsed.problems)).toEqual(problems);
    expect(parsed.record).not.toBeNull();
  });
});
