import { commit, filesOf, people, person, policyOf } from '../../core/change/facts.ts';
import { approvedBy, everyone, inPersonsRepository, list, logins, owned, type Row, safety, team } from './facts.ts';

const { ann, carol, dan } = people;

/** Approvals by who doesn't hold the role. */
export const byStrangers: readonly Row[] = [
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
];
