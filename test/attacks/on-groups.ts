import { membersOf, type QueueEntry } from '../../src/core/gate/group/members.ts';
import type { PatchFact } from '../../src/generated/types.ts';
import { group, inGroup, patchOf } from '../core/gate/group/group-scene.ts';
import { bindingCodes, changePath, check, decisionOf, head, type Scene } from '../support/snapshot.ts';
import type { Attack } from './attack.ts';

const file = (pull: string | null, inGroup: string | null) => ({
  files: { complete: true, list: [{ path: changePath, pull, group: inGroup }] },
});
const lines = (given: PatchFact | null) => ({ patch: { pull: patchOf(head), group: given } });
const failed = check(
  'evals',
  { id: 9001, conclusion: 'failure', head_sha: group },
  { head_sha: group, event: 'merge_group', id: 9000, pull_requests: null, workflow_is_default: true },
);

const scenes: readonly (readonly [threat: Attack['threat'], name: string, code: string, scene: Scene])[] = [
  ['T11', 'another record than the approved one', 'group_record_differs', inGroup(file('a', 'b'))],
  ['T11', 'no record any more', 'group_record_differs', inGroup(file('a', null))],
  ['T11', 'a record that only the group has', 'group_record_differs', inGroup(file(null, 'b'))],
  [
    'T10',
    'a looser policy ahead of it',
    'group_rules_differ',
    inGroup({ rules: { known: true, policy: 'loose', codeowners: null } }),
  ],
  [
    'T10',
    'the policy taken away ahead of it',
    'group_rules_differ',
    inGroup({ rules: { known: true, policy: null, codeowners: null } }),
  ],
  [
    'T10',
    'rules that cannot be read',
    'group_unreadable',
    inGroup({ rules: { known: false, policy: 'policy-1', codeowners: null } }),
  ],
  ['T11', 'other lines than the approved ones', 'group_patch_differs', inGroup(lines(patchOf(group, 'evil')))],
  [
    'T11',
    'a file that the pull request does not touch',
    'group_patch_differs',
    inGroup(lines(patchOf(group, 'hunks', ['src/evil.ts']))),
  ],
  ['T11', 'a patch that is cut off', 'group_unreadable', inGroup(lines({ ...patchOf(group), complete: false }))],
  ['T11', 'a patch that cannot be read', 'group_unreadable', inGroup(lines(null))],
  ['T11', 'an eval that fails in the group', 'signal_false', inGroup({ checks: { complete: true, list: [failed] } })],
  [
    'T11',
    "another member's edit of what the eval covers",
    'signal_unknown',
    inGroup(
      {},
      { surface_digests: [head, group].map((commit) => ({ commit, surface: 'prompt_bundle', digest: commit })) },
    ),
  ],
];

const ofMembers: readonly Attack[] = scenes.map(([threat, name, refusedWith, scene]) => ({
  threat,
  name: `a merge group with ${name}`,
  refusedWith,
  attempt: () => {
    const decision = decisionOf(scene);
    return { codes: bindingCodes(decision), through: decision.verdict === 'go' };
  },
}));

const entryOf = (position: number, given: Partial<QueueEntry> = {}): QueueEntry => ({
  position,
  pull_request: position,
  base_sha: position === 1 ? 'tip' : `h${position - 1}`,
  head_sha: `h${position}`,
  ...given,
});

const queues: readonly (readonly [name: string, code: string, entries: readonly QueueEntry[], complete?: boolean])[] = [
  ['a member that names no pull request', 'unclear', [entryOf(1, { pull_request: null }), entryOf(2)]],
  ['a member that is built on something else', 'unclear', [entryOf(1), entryOf(2, { base_sha: 'evil' })]],
  ['a first member that is not built on the tip', 'unclear', [entryOf(1, { base_sha: 'evil' }), entryOf(2)]],
  ['a member left out of the middle', 'unclear', [entryOf(2)]],
  ['a commit that the queue does not know', 'gone', [entryOf(1)]],
  ['a queue that was read in part', 'unclear', [entryOf(1)], false],
];

const membership: readonly Attack[] = queues.map(([name, refusedWith, entries, complete = true]) => ({
  threat: 'T11',
  name: `a merge group of ${name}`,
  refusedWith,
  attempt: () => {
    const { kind } = membersOf({ complete, entries, tip: 'tip' }, 'h2');
    return { codes: [kind], through: kind === 'known' };
  },
}));

export const attacksOnGroups: readonly Attack[] = [...ofMembers, ...membership];
