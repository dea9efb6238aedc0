import { type BranchUpdate, bypassOf, type GateRun, isJudged } from '../../src/core/gate/bypass.ts';
import type { Snapshot } from '../../src/generated/types.ts';
import { file, filesOf, policyOf, surface } from '../core/change/facts.ts';
import { after, gate, pull, pushed, run, update } from '../core/gate/branch-updates.ts';
import type { Attack } from './attack.ts';

const policy = policyOf({ surfaces: { prompts: surface(['prompts/**'], { risk: 'high' }) } });

const merged = (...runs: readonly GateRun[]): BranchUpdate => update({ pull_requests: [pull({ runs })] });
const evil = filesOf('prompts/a.md');

const ways: readonly (readonly [name: string, how: BranchUpdate, files?: Snapshot['files']])[] = [
  ['a direct push', pushed()],
  ['a force push', pushed({ type: 'force_push' })],
  ['a branch that was taken away and made anew', pushed({ type: 'branch_creation' })],
  [
    'a force push to a judged head',
    pushed({ type: 'force_push', runs: [run()], pull_requests: [pull({ head_sha: after })] }),
  ],
  ['a push on top of a judged head', pushed({ pull_requests: [pull()] })],
  [
    'a push of a head that was judged for another branch',
    pushed({ runs: [run()], pull_requests: [pull({ head_sha: after, base_ref: 'dev' })] }),
  ],
  [
    'a push of a judged head whose pull request is still open',
    pushed({ runs: [run()], pull_requests: [pull({ head_sha: after, merged: false })] }),
  ],
  ['a merge without any run', merged()],
  ['a merge while the gate waited', merged(run({ status: 'in_progress', conclusion: null, completed_at: null }))],
  ['a merge after a block', merged(run({ conclusion: 'failure' }))],
  ['a merge after a success that was taken back', merged(run(), run({ conclusion: 'failure' }))],
  ['a merge before the success came', merged(run({ completed_at: '2026-04-20T12:00:01Z' }))],
  ['a merge with a success that began after it', merged(run({ started_at: '2026-04-20T12:00:01Z' }))],
  ['a merge with a success by another app', merged(run({ app: 4711 }))],
  ['a merge with a success by no app', merged(run({ app: null }))],
  ['a merge with a success of the observing check', merged(run({ name: 'rollout-gate (observe)' }))],
  ['a merge with a neutral run', merged(run({ conclusion: 'neutral' }))],
  ['a merge with a skipped run', merged(run({ conclusion: 'skipped' }))],
  [
    'a judged pull request that was merged as another commit',
    update({ pull_requests: [pull({ merge_commit: 'd'.repeat(40) })] }),
  ],
  ['a judged pull request into another branch', update({ pull_requests: [pull({ base_ref: 'dev' })] })],
  [
    'a group that failed, of judged members',
    update({ type: 'merge_queue_merge', runs: [run({ conclusion: 'failure' })] }),
  ],
  [
    'a group whose judgement was on the way, of judged members',
    update({ type: 'merge_queue_merge', runs: [run({ status: 'in_progress', conclusion: null })] }),
  ],
  ['a way that GitHub has no word for yet', update({ type: 'teleport' })],
  [
    'a push that moves a file out of a surface',
    pushed(),
    { complete: true, total: 1, list: [file('docs/a.md', 'renamed', 'prompts/a.md')] },
  ],
  ['a push that takes a file away', pushed(), { complete: true, total: 1, list: [file('prompts/a.md', 'removed')] }],
  ['a push of more files than can be read', pushed(), { complete: false, total: 9_000, list: [file('README.md')] }],
  ['a push of the policy, to loosen it before the next', pushed(), filesOf('.github/rollout-gate.yml')],
  ['a push that only changes a record', pushed(), filesOf('changes/one/change.yaml')],
];

export const attacksPastTheGate: readonly Attack[] = ways.map(([name, how, files = evil]) => ({
  threat: 'T39',
  name: `past the gate by ${name}`,
  refusedWith: 'bypass_found',
  attempt: () => {
    const found = isJudged(how, 'main', gate) ? null : bypassOf(how, 'main', gate, { files, policy });
    return { codes: found === null ? [] : ['bypass_found'], through: found === null };
  },
}));
