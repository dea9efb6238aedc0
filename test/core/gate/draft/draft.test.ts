import { describe, expect, test } from 'vitest';
import { scalarText } from '../../../../src/core/gate/draft/yaml-text.ts';
import type { Decision } from '../../../../src/generated/types.ts';
import { parseChange } from '../../../../src/records/change/record.ts';
import { parseRollout } from '../../../../src/records/rollout/record.ts';
import {
  bindingCodes,
  changePath,
  changeText,
  decisionOf,
  fileFact,
  policyText,
  rolloutText,
  type Scene,
  textFact,
} from '../../../support/snapshot.ts';

const wide = policyText.replace(
  'policy_bundle:',
  'capability_session_contract: { paths: ["sessions/**"], risk: medium }\n  policy_bundle:',
);
const touched = ['prompts/system.md', 'policy/a.rego', 'sessions/x.json'];

/** The same pull request after the author took the drafts. */
function accepted(scene: Scene, { draft }: Decision): Decision {
  const records = draft.map(({ path, text }) => textFact(path, text));
  const isDrafted = (path: string) => draft.some((file) => file.path === path);
  const own = {
    ...(isDrafted(changePath) ? { change: draft.find(({ path }) => path === changePath)?.text ?? null } : {}),
    ...(isDrafted('changes/one/rollout.yaml')
      ? { rollout: draft.find(({ path }) => path.endsWith('one/rollout.yaml'))?.text ?? null }
      : {}),
  };
  const others = records.filter(({ path }) => !path.startsWith('changes/one/'));
  return decisionOf({
    ...scene,
    ...own,
    records: others,
    files: [...(scene.files ?? ['prompts/system.md']), ...others.map(({ path }) => path)],
  });
}

/** Grounds that only the author can settle by writing a record. */
const authored = [
  'record_missing',
  'rollout_record_missing',
  'change_record_missing',
  'record_malformed',
  'surface_undeclared',
  'risk_below_floor',
  'owner_unresolvable',
  'rollback_plan_missing',
  'review_not_required',
  'checks_not_explicit',
  'wave_unknown',
  'traffic_exceeds_wave',
];

const reference = `# why: the tone was off
change:
  change_id: chg-1
  change_type: prompt_update   # not a model change
  risk_level: medium           # we think
  rollout_strategy: staged_canary
  affected_surfaces: []
  required_signals: [ offline_eval_passed ]
  approval_roles:
    - engineering   # bob
  session_control_owner: engineering
  emergency_freeze_owner: engineering
`;

const scenes: readonly (readonly [string, Scene])[] = [
  ['no records at all', { policy: wide, files: touched, change: null, rollout: null }],
  ['no rollout record', { policy: wide, rollout: null }],
  ['no change record', { policy: wide, change: null }],
  [
    'no change record beside a reference rollout',
    {
      policy: wide,
      change: null,
      rollout: 'rollout:\n  require: [trace_regression_check]\n  rollout_mode: { initial: canary }\n',
    },
  ],
  [
    'an under-declaring document record',
    { policy: wide, files: touched, change: changeText.replace('risk_level: high', 'risk_level: low') },
  ],
  ['an under-declaring reference record', { policy: wide, files: touched, change: reference }],
  [
    'lists in flow style',
    {
      policy: wide,
      files: touched,
      change: changeText.replace('affected_surfaces:\n  - prompt_bundle', 'affected_surfaces: [prompt_bundle]'),
    },
  ],
  ['line ends of Windows', { policy: wide, files: touched, change: changeText.replaceAll('\n', '\r\n') }],
  [
    'a record without the list',
    { policy: wide, files: touched, change: reference.replace('  affected_surfaces: []\n', '') },
  ],
  [
    'a record in one flow mapping',
    {
      policy: wide,
      files: touched,
      change:
        '{ change_id: chg-1, change_type: x, risk_level: low, rollout_strategy: staged_canary, session_control_owner: engineering, emergency_freeze_owner: engineering }\n',
    },
  ],
  [
    'no line break at the end',
    {
      policy: wide,
      files: touched,
      change:
        changeText.replace(/required_evals.*\n/, '').replace(/affected_surfaces:\n {2}- prompt_bundle\n/, '') +
        'required_evals: [offline_eval_passed]\naffected_surfaces:\n  - prompt_bundle',
    },
  ],
];

describe('the drafted records', () => {
  test.each(scenes)('%s: the draft reads as a record and leaves the author nothing to write', (_what, scene) => {
    const before = decisionOf(scene);
    expect(before.draft.length).toBeGreaterThan(0);
    for (const { path, text } of before.draft) {
      const read = path.endsWith('rollout.yaml') ? parseRollout(text, path) : parseChange(text, path);
      expect(
        read.problems.filter(({ severity }) => severity === 'error'),
        text,
      ).toEqual([]);
    }
    const after = accepted(scene, before);
    expect(bindingCodes(after).filter((code) => authored.includes(code))).toEqual([]);
    expect(after.surfaces.undeclared).toEqual([]);
    expect(after.draft).toEqual([]);
  });

  test('a reference record that is written anew keeps its shape and what its author said', () => {
    const change =
      '{ change: { change_id: chg-1, change_type: x, risk_level: low, rollout_strategy: staged_canary, session_control_owner: engineering, emergency_freeze_owner: engineering } }\n';
    const { draft } = decisionOf({ policy: wide, files: touched, change });
    const text = draft.find(({ path }) => path === changePath)?.text;
    expect(text).toContain('\nchange:\n  change_id: chg-1\n  change_type: x\n  risk_level: high\n');
    expect(text).toContain('  session_control_owner: engineering\n');
  });

  test.each(scenes)('%s: no draft asks for less than the author did', (_what, scene) => {
    const before = decisionOf(scene);
    const after = accepted(scene, before);
    const names = (decision: Decision) => decision.signals.map(({ name }) => name);
    expect(names(after)).toEqual(expect.arrayContaining(names(before)));
    expect(after.reviews.map(({ role }) => role)).toEqual(
      expect.arrayContaining(before.reviews.map(({ role }) => role)),
    );
  });

  test('an under-declaring record keeps comments, order and style; only what is missing is added', () => {
    const { draft } = decisionOf({ policy: wide, files: touched, change: reference });
    const expected = reference
      .replace('medium ', 'high ')
      .replace(
        'affected_surfaces: []',
        'affected_surfaces: [prompt_bundle, capability_session_contract, policy_bundle]',
      )
      .replace('[ offline_eval_passed ]', '[ offline_eval_passed ]');
    expect(draft).toEqual([{ path: changePath, text: expected, replaces: true }]);
  });

  test('a record that declares all it should has no draft', () => {
    expect(decisionOf().draft).toEqual([]);
    expect(decisionOf({ facts: { reviews: { complete: true, list: [] } } }).draft).toEqual([]);
  });

  test('a new record takes a place that the policy looks at', () => {
    const paths = (records: string) =>
      decisionOf({ policy: `${policyText}records: ${records}\n`, change: null, rollout: null }).draft.map(
        ({ path }) => path,
      );
    expect(paths('{ change: ["change.yaml"], rollout: ["rollout.yaml"] }')).toEqual(['change.yaml', 'rollout.yaml']);
    expect(paths('{ change: ["releases/*/review.yml"], rollout: ["releases/*/gate.yml"] }')).toEqual([
      'releases/pr-7/review.yml',
      'releases/pr-7/gate.yml',
    ]);
  });

  test('a record that stands there untouched is said to be replaced', () => {
    const policy = `${policyText}records: { change: ["change.yaml"], rollout: ["rollout.yaml"] }\n`;
    const { draft } = decisionOf({
      policy,
      change: null,
      rollout: null,
      records: [textFact('change.yaml', changeText, 'base')],
    });
    expect(draft.map(({ path, replaces }) => [path, replaces])).toEqual([
      ['change.yaml', true],
      ['rollout.yaml', false],
    ]);
  });

  test('a malformed record is the author’s to mend first', () => {
    expect(decisionOf({ change: '- 1', rollout: rolloutText }).draft).toEqual([]);
    expect(
      decisionOf({ files: [fileFact('prompts/system.md')], change: '- 1', rollout: null }).draft.map(
        ({ path }) => path,
      ),
    ).not.toContain(changePath);
  });
});

describe('YAML scalars', () => {
  test.each([
    ['prompt_bundle', 'prompt_bundle'],
    ['chg-1@4f2c9d1aa0b1', 'chg-1@4f2c9d1aa0b1'],
    ['5%', '"5%"'],
    ['yes', '"yes"'],
    ['Null', '"Null"'],
    ['1e3', '"1e3"'],
    ['- x', '"- x"'],
    ['a: b', '"a: b"'],
    ['#x', '"#x"'],
    ['evals / offline', '"evals / offline"'],
    ['', '""'],
    ['a"b\n', '"a\\"b\\n"'],
  ])('%j is written as %s', (text, written) => {
    expect(scalarText(text)).toBe(written);
    const read = parseChange(
      changeText.replace('change_type: prompt_update', () => `change_type: ${scalarText(`x${text}`)}`),
      'change.yaml',
    );
    expect(read.record === null ? null : read.record.change_type).toBe(`x${text}`.trim());
  });

  test('what people can not see is written as an escape, which the reader then refuses', () => {
    expect(scalarText('a\u202eb')).toBe('"a\\u202eb"');
  });
});
