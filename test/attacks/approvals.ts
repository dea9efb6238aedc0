import { judgeReviews } from '../../src/core/change/reviews/judgement.ts';
import type { ReasonCode } from '../../src/generated/codes.ts';
import type { RolePolicy, Snapshot, TeamFact } from '../../src/generated/types.ts';
import {
  commit,
  earlier,
  filesOf,
  head,
  patch,
  patchFile,
  people,
  person,
  policyOf,
  review,
  role,
  snapshotOf,
} from '../core/change/facts.ts';

const { ann, bob, carol, dan, robot } = people;
const noRecords = { changes: [], rollouts: [] };
export const team = (acted: readonly number[], changes: Partial<TeamFact> = {}): TeamFact => ({
  team: 'safety-review',
  readable: true,
  size: 9,
  acted,
  ...changes,
});
export const everyone = team([1, 2, 3, 4, 5, 90]);
export const list = <T>(...entries: readonly T[]) => ({ complete: true, list: entries });
export const approvedBy = (...who: Parameters<typeof review>[0][]) => list(...who.map((by) => review(by)));
export const safety = (changes: Partial<RolePolicy> = { teams: ['safety-review'] }) =>
  policyOf({ roles: { safety: role(changes) } });
const safetyTeam = safety();

export interface Row {
  readonly sentence: string;
  readonly facts: Partial<Snapshot>;
  readonly code: ReasonCode;
  readonly policy?: ReturnType<typeof policyOf>;
}

const author = (by: typeof ann) => ({ ...snapshotOf().pull_request, author: by });
export const inPersonsRepository = { ...snapshotOf().repository, owner_type: 'User' as const };
const twoAuthors = (changes: Parameters<typeof commit>[1]) =>
  list(commit(ann, { sha: earlier, ...changes }), commit(ann));
const byBob = { person: bob, name: 'Bob' };
export const owned = { path: 'CODEOWNERS', blob: '1', text: '/a/ @carol\n/b/ @dan\n', error_lines: [] };
export const logins = [
  { login: 'carol', id: 3 },
  { login: 'dan', id: 4 },
];

/** Who or what can not give a required review. */
export const refusedApprovals: readonly Row[] = [
  // Who made the change.
  { sentence: 'the author', facts: { reviews: approvedBy(ann) }, code: 'approver_is_author' },
  {
    sentence: 'the author of a pull request from a fork',
    facts: { pull_request: { ...author(dan), head_repository: 99 }, reviews: approvedBy(dan) },
    code: 'approver_is_author',
  },
  {
    sentence: 'the author under a new login',
    facts: { reviews: approvedBy(person(1, 'ann-renamed')) },
    code: 'approver_is_author',
  },
  {
    sentence: 'an author who writes the login in other letters',
    facts: { reviews: approvedBy(person(1, 'ANN')) },
    code: 'approver_is_author',
  },
  {
    sentence: 'the author of the head commit',
    facts: { commits: list(commit(bob)), reviews: approvedBy(bob) },
    code: 'approver_is_committer',
  },
  {
    sentence: 'the author of the first of several commits',
    facts: { commits: twoAuthors({ author: byBob }), reviews: approvedBy(bob) },
    code: 'approver_is_committer',
  },
  {
    sentence: 'the committer of the head commit',
    facts: { commits: list(commit(ann, { committer: byBob })), reviews: approvedBy(bob) },
    code: 'approver_is_committer',
  },
  {
    sentence: 'the committer of an early commit',
    facts: { commits: twoAuthors({ committer: byBob }), reviews: approvedBy(bob) },
    code: 'approver_is_committer',
  },
  {
    sentence: 'a co-author of the head commit',
    facts: { commits: list(commit(ann, { co_authors: [byBob] })), reviews: approvedBy(bob) },
    code: 'approver_is_co_author',
  },
  {
    sentence: 'the last of many co-authors of an early commit',
    facts: { commits: twoAuthors({ co_authors: [{ person: null, name: 'X' }, byBob] }), reviews: approvedBy(bob) },
    code: 'approver_is_co_author',
  },
  {
    sentence: 'a co-author under a new login',
    facts: { commits: list(commit(ann, { co_authors: [byBob] })), reviews: approvedBy(person(2, 'bobby')) },
    code: 'approver_is_co_author',
  },
  {
    sentence: 'the last pusher',
    facts: { pushers: { known: true, list: [ann, bob] }, reviews: approvedBy(bob) },
    code: 'approver_is_pusher',
  },
  {
    sentence: 'an earlier pusher',
    facts: { pushers: { known: true, list: [bob, ann] }, reviews: approvedBy(bob) },
    code: 'approver_is_pusher',
  },
  {
    sentence: 'who pushed commits in the name of others',
    facts: { commits: list(commit(null)), pushers: { known: true, list: [bob] }, reviews: approvedBy(bob) },
    code: 'approver_is_pusher',
  },
  {
    sentence: 'a pusher under a new login',
    facts: { pushers: { known: true, list: [bob] }, reviews: approvedBy(person(2, 'bobby')) },
    code: 'approver_is_pusher',
  },
  {
    sentence: 'a known pusher while others are not known',
    facts: { pushers: { known: false, list: [bob] }, reviews: approvedBy(bob) },
    code: 'approver_is_pusher',
  },
  {
    sentence: 'who asked an agent for the change',
    facts: { pull_request: author(robot), requesters: { known: true, list: [bob] }, reviews: approvedBy(bob) },
    code: 'approver_asked_agent',
  },
  {
    sentence: 'the second of two who asked an agent',
    facts: { pull_request: author(robot), requesters: { known: true, list: [dan, bob] }, reviews: approvedBy(bob) },
    code: 'approver_asked_agent',
  },
  {
    sentence: 'who asked an agent and is not the only one who may have',
    facts: { pull_request: author(robot), requesters: { known: false, list: [bob] }, reviews: approvedBy(bob) },
    code: 'approver_asked_agent',
  },
  {
    sentence: 'anybody while nobody knows who asked the agent',
    facts: { pull_request: author(robot), requesters: { known: false, list: [] }, reviews: approvedBy(carol) },
    code: 'requester_unknown',
  },
  {
    sentence: 'anybody while nobody knows who pushed',
    facts: { pushers: { known: false, list: [] }, reviews: approvedBy(carol) },
    code: 'pusher_unknown',
  },
  {
    sentence: 'anybody while the commits are not read to the end',
    facts: { commits: { complete: false, list: [] }, reviews: approvedBy(carol) },
    code: 'commits_unreadable',
  },
  // Who is no person.
  {
    sentence: 'the agent that made the change',
    facts: { pull_request: author(robot), reviews: approvedBy(robot) },
    code: 'approver_is_bot',
  },
  { sentence: 'another bot that is in the team', facts: { reviews: approvedBy(robot) }, code: 'approver_is_bot' },
  {
    sentence: 'the workflow token',
    facts: { reviews: approvedBy(person(41898282, 'github-actions[bot]', 'Bot')) },
    code: 'approver_is_bot',
  },
  {
    sentence: 'a placeholder of an import',
    facts: { reviews: approvedBy(person(3, 'carol', 'Mannequin')) },
    code: 'approver_is_bot',
  },
  {
    sentence: 'an organisation',
    facts: { reviews: approvedBy(person(3, 'carol', 'Organization')) },
    code: 'approver_is_bot',
  },
  { sentence: 'an account that is gone', facts: { reviews: approvedBy(null) }, code: 'approver_unknown' },
  // Who doesn't hold the role.
  {
    sentence: 'someone outside the team',
    facts: { teams: [team([])], reviews: approvedBy(carol) },
    code: 'approver_not_in_role',
  },
  {
    sentence: 'someone invited to the team who has not accepted',
    facts: { teams: [team([], { size: 0 }), { ...everyone, team: 'other' }], reviews: approvedBy(carol) },
    code: 'approver_not_in_role',
  },
  {
    sentence: 'an organisation owner outside the team',
    facts: { teams: [team([])], permissions: [{ person: 3, permission: 'admin' }], reviews: approvedBy(carol) },
    code: 'approver_not_in_role',
  },
  {
    sentence: "a member of a team that can't be read",
    facts: { teams: [team([3], { readable: false })], reviews: approvedBy(carol) },
    code: 'role_unreadable',
  },
  {
    sentence: 'a member of a team that was not read',
    facts: { teams: [], reviews: approvedBy(carol) },
    code: 'role_unreadable',
  },
  {
    sentence: 'a member with write where the role needs maintain',
    facts: { permissions: [{ person: 3, permission: 'write' }], reviews: approvedBy(carol) },
    code: 'approver_permission_too_low',
    policy: safety({ teams: ['safety-review'], permission: 'maintain' }),
  },
  {
    sentence: 'a member without any permission',
    facts: { permissions: [{ person: 3, permission: 'none' }], reviews: approvedBy(carol) },
    code: 'approver_permission_too_low',
    policy: safety({ teams: ['safety-review'], permission: 'read' }),
  },
  {
    sentence: 'a member whose permission was not read',
    facts: { permissions: [{ person: 4, permission: 'admin' }], reviews: approvedBy(carol) },
    code: 'approver_permission_too_low',
    policy: safety({ teams: ['safety-review'], permission: 'read' }),
  },
  {
    sentence: "a member whose permission GitHub wouldn't tell",
    facts: { permissions: [{ person: 3, permission: 'unknown' }], reviews: approvedBy(carol) },
    code: 'role_unreadable',
    policy: safety({ teams: ['safety-review'], permission: 'read' }),
  },
  {
    sentence: "somebody whose permission is the role and GitHub wouldn't tell it",
    facts: { permissions: [{ person: 3, permission: 'unknown' }], reviews: approvedBy(carol) },
    code: 'role_unreadable',
    policy: safety({ permission: 'write' }),
  },
  {
    sentence: 'who took over the login of someone pinned',
    facts: { users: [{ login: 'carol', id: 33 }], reviews: approvedBy(person(33, 'carol')) },
    code: 'identity_changed',
    policy: safety({ users: [{ login: 'carol', id: 3 }] }),
  },
  {
    sentence: 'someone pinned whose login now belongs to another',
    facts: { users: [{ login: 'carol', id: 33 }], reviews: approvedBy(person(3, 'caroline')) },
    code: 'identity_changed',
    policy: safety({ users: [{ login: 'carol', id: 3 }] }),
  },
  {
    sentence: 'someone who shows the login of a person in the role',
    facts: { users: [{ login: 'carol', id: 3 }], reviews: approvedBy(person(44, 'carol')) },
    code: 'approver_not_in_role',
    policy: safety({ users: [{ login: 'carol', id: null }] }),
  },
  {
    sentence: 'someone where the named account is gone',
    facts: { users: [{ login: 'carol', id: null }], reviews: approvedBy(person(44, 'carol')) },
    code: 'approver_not_in_role',
    policy: safety({ users: [{ login: 'carol', id: null }] }),
  },
  {
    sentence: 'the code owner of other files',
    facts: { files: filesOf('a/x'), codeowners: owned, users: logins, reviews: approvedBy(dan) },
    code: 'approver_not_in_role',
    policy: safety({ codeowners: ['**'] }),
  },
  {
    sentence: 'a code owner who made the change',
    facts: {
      files: filesOf('a/x'),
      codeowners: owned,
      users: logins,
      commits: list(commit(carol)),
      reviews: approvedBy(carol),
    },
    code: 'approver_is_committer',
    policy: safety({ codeowners: ['**'] }),
  },
  {
    sentence: "a collaborator without maintain in a person's repository",
    facts: {
      repository: inPersonsRepository,
      permissions: [{ person: 3, permission: 'write' }],
      reviews: approvedBy(carol),
    },
    code: 'approver_not_in_role',
    policy: policyOf(),
  },
  {
    sentence: "the owner of a person's repository who made the change",
    facts: {
      repository: inPersonsRepository,
      permissions: [{ person: 1, permission: 'admin' }],
      reviews: approvedBy(ann),
    },
    code: 'approver_is_author',
    policy: policyOf(),
  },
  // Whose word no longer stands.
  {
    sentence: 'whose approval was dismissed',
    facts: { reviews: list(review(carol, { state: 'dismissed' })) },
    code: 'approval_dismissed',
  },
  {
    sentence: 'whose later change request was dismissed',
    facts: { reviews: list(review(carol), review(carol, { state: 'dismissed' })) },
    code: 'approval_dismissed',
  },
  {
    sentence: 'who asked for changes after approving',
    facts: { reviews: list(review(carol), review(carol, { state: 'changes_requested' })) },
    code: 'approval_withdrawn',
  },
  {
    sentence: 'who asked for changes',
    facts: { reviews: list(review(carol, { state: 'changes_requested' })) },
    code: 'review_changes_requested',
  },
  {
    sentence: 'who approved another patch',
    facts: {
      patches: [patch(earlier, [patchFile('p', 'old')]), patch(head, [patchFile('p', 'new')])],
      reviews: list(review(carol, { commit: earlier })),
    },
    code: 'approval_patch_changed',
  },
  ...(['100755', '120000'] as const).map((head_mode) => ({
    sentence: `who approved a file before it got the mode ${head_mode}`,
    facts: {
      patches: [patch(earlier, [patchFile('p')]), patch(head, [patchFile('p', undefined, { head_mode })])],
      reviews: list(review(carol, { commit: earlier })),
    },
    code: 'approval_patch_changed' as const,
  })),
  {
    sentence: 'who approved a record before it became a link',
    facts: {
      patches: [
        patch(earlier, [patchFile('change.yaml')]),
        patch(head, [patchFile('change.yaml', undefined, { head_mode: '120000' })]),
      ],
      reviews: list(review(carol, { commit: earlier })),
    },
    code: 'approval_patch_changed',
  },
  {
    sentence: 'who approved a file whose mode nobody told',
    facts: {
      patches: [
        patch(earlier, [patchFile('p', undefined, { head_mode: null })]),
        patch(head, [patchFile('p', undefined, { head_mode: null })]),
      ],
      reviews: list(review(carol, { commit: earlier })),
    },
    code: 'approval_patch_unknown',
  },
  {
    sentence: "who approved a commit that can't be compared",
    facts: { reviews: list(review(carol, { commit: earlier })) },
    code: 'approval_patch_unknown',
  },
  {
    sentence: 'who approved an unnamed commit',
    facts: { reviews: list(review(carol, { commit: null })) },
    code: 'approval_commit_unknown',
  },
  {
    sentence: 'who approved before the base branch was changed',
    facts: { base_changes: ['2026-04-07T13:00:00Z'], reviews: approvedBy(carol) },
    code: 'approval_before_base_change',
  },
  {
    sentence: 'who approved in the second of the base change',
    facts: { base_changes: ['2026-04-07T12:00:00Z'], reviews: approvedBy(carol) },
    code: 'approval_before_base_change',
  },
  {
    sentence: 'who approved at no readable time',
    facts: { base_changes: ['2026-04-07T11:00:00Z'], reviews: list(review(carol, { submitted_at: 'yesterday' })) },
    code: 'approval_before_base_change',
  },
];

/** Judges the one review by safety. */
export const judgeSafety = (facts: Partial<Snapshot>, policy = safetyTeam) => {
  const snapshot = snapshotOf({ teams: [everyone], ...facts });
  return judgeReviews({
    snapshot,
    policy,
    records: noRecords,
    demands: [{ role: 'safety', demanded_by: ['risk:high'] }],
  });
};
