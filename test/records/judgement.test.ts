import { describe, expect, it } from 'vitest';
import { plainReaders, prepareJudgement, rememberingReaders } from '../../src/records/judgement.ts';
import { sampleSnapshot, textFact } from './snapshot-sample.ts';

const change =
  'change:\n  change_id: c1\n  change_type: prompt_update\n  risk_level: low\n  rollout_strategy: staged\n  session_control_owner: o\n  emergency_freeze_owner: o\n';
const rollout = 'rollout:\n  require: [trace_coverage]\n  block_if: []\n';

function policySource(text: string | null, more: object = {}) {
  return {
    repository: 'acme/agents',
    path: '.github/rollout-gate.yml',
    commit: 'c',
    blob: `p${text?.length}`,
    text,
    ...more,
  };
}

describe('a snapshot without a policy', () => {
  it('gives a judgement without one', () => {
    expect(prepareJudgement(sampleSnapshot({ policy: null })).policy).toBeNull();
  });
});

describe('records', () => {
  it('are told apart by the paths of the policy, each with its folder', () => {
    const records = [
      textFact('changes/a/change.yaml', change),
      textFact('changes/a/rollout.yaml', rollout),
      textFact('change.yaml', change, 'base'),
    ];
    const judgement = prepareJudgement(sampleSnapshot({ records }));
    expect(judgement.changes.map(({ path, folder, at, record }) => [path, folder, at, record?.change_id])).toEqual([
      ['changes/a/change.yaml', 'changes/a', 'head', 'c1'],
      ['change.yaml', '', 'base', 'c1'],
    ]);
    expect(judgement.rollouts.map(({ folder, record }) => [folder, record?.required_checks])).toEqual([
      ['changes/a', ['trace_coverage']],
    ]);
  });

  it('may live elsewhere, and then nowhere else', () => {
    const policy = policySource(
      'version: 1\nrecords: { change: [".agents/*.change.yaml"], rollout: [".agents/*.rollout.yaml"] }\n',
    );
    const records = [textFact('.agents/x.change.yaml', change), textFact('change.yaml', change)];
    expect(prepareJudgement(sampleSnapshot({ policy, records })).changes.map(({ path }) => path)).toEqual([
      '.agents/x.change.yaml',
    ]);
  });

  it('are found at their usual places while the policy is unusable', () => {
    const policy = policySource('version: 2\nrecords: { change: [elsewhere] }\n');
    const judgement = prepareJudgement(sampleSnapshot({ policy, records: [textFact('change.yaml', change)] }));
    expect(judgement.policy).toMatchObject({ effective: null, problems: [{ code: 'policy_value' }] });
    expect(judgement.changes).toHaveLength(1);
  });

  it('whose text could not be had are a problem, not an empty record', () => {
    const { changes } = prepareJudgement(sampleSnapshot({ records: [textFact('change.yaml', null)] }));
    expect(changes).toMatchObject([{ record: null, problems: [{ code: 'text_unavailable', severity: 'error' }] }]);
  });
});

describe('policies', () => {
  it('without text make the policy unusable and say which file', () => {
    const unread = prepareJudgement(sampleSnapshot({ policy: policySource(null) })).policy;
    expect(unread).toMatchObject({
      effective: null,
      problems: [{ code: 'text_unavailable', where: { file: '.github/rollout-gate.yml' } }],
    });
    const below = policySource(null, { repository: 'acme/.github', path: 'rollout-gate.yml' });
    const unreadBelow = prepareJudgement(sampleSnapshot({ organization_policy: below })).policy;
    expect(unreadBelow).toMatchObject({
      effective: null,
      problems: [{ where: { file: 'acme/.github:rollout-gate.yml' } }],
    });
  });

  it('lie over the organisation’s defaults', () => {
    const organization_policy = policySource('version: 1\nenforcement: observe\n', {
      repository: 'acme/.github',
      path: 'rollout-gate.yml',
    });
    expect(prepareJudgement(sampleSnapshot({ organization_policy })).policy?.effective?.enforcement.default).toBe(
      'observe',
    );
    expect(prepareJudgement(sampleSnapshot()).policy?.effective?.enforcement.default).toBe('enforce');
  });
});

describe('memory', () => {
  it('gives the same value for a blob seen before', () => {
    const readers = rememberingReaders();
    const snapshot = sampleSnapshot({ records: [textFact('change.yaml', change)] });
    const [first, again] = [prepareJudgement(snapshot, readers), prepareJudgement(snapshot, readers)];
    expect(again.policy).toBe(first.policy);
    expect(again.changes[0]?.record).toBe(first.changes[0]?.record);
  });

  const broken = 'version: 1\nsurfaces: 1\n';
  const organization = { ...policySource(broken), repository: 'acme/.github', path: 'policy.yml' };
  it.each([
    ['policy', { blob: 'p2', text: 'version: 1\nroles: 1\n' }],
    ['policy', { path: 'policy.yml' }],
    ['policy', { repository: 'acme/.github' }],
    ['organization_policy', { blob: 'p2', text: 'version: 1\nroles: 1\n' }],
    ['organization_policy', { path: 'other.yml' }],
    ['organization_policy', { repository: 'acme/rules' }],
  ] as const)('of a %s does not stand for one with %j', (which, more) => {
    const readers = rememberingReaders();
    const both = { policy: policySource(broken), organization_policy: organization };
    const first = prepareJudgement(sampleSnapshot(both), readers);
    const other = sampleSnapshot({ ...both, [which]: { ...both[which], ...more } });
    const read = prepareJudgement(other, readers);
    expect(read.policy).not.toBe(first.policy);
    expect(read.policy).toEqual(prepareJudgement(other, plainReaders).policy);
  });

  it('of a policy with defaults of the organisation does not stand for one without', () => {
    const readers = rememberingReaders();
    const both = { policy: policySource(broken), organization_policy: organization };
    const first = prepareJudgement(sampleSnapshot(both), readers);
    expect(prepareJudgement(sampleSnapshot({ ...both, organization_policy: null }), readers).policy).not.toBe(
      first.policy,
    );
    expect(prepareJudgement(sampleSnapshot(both), readers).policy).toBe(first.policy);
  });

  it('is not asked where nobody vouches for blob ids', () => {
    const snapshot = sampleSnapshot({
      policy: policySource('version: 1\nenforcement: observe\n', { blob: 'policy-1' }),
    });
    prepareJudgement(sampleSnapshot());
    expect(prepareJudgement(snapshot, plainReaders).policy?.effective?.enforcement.default).toBe('observe');
  });
});
