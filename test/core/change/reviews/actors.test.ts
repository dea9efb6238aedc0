import { describe, expect, it } from 'vitest';
import {
  approvedBy,
  inPersonsRepository,
  judgeSafety,
  list,
  logins,
  owned,
  safety,
  team,
  type Row,
} from '../../../attacks/approvals/facts.ts';
import { filesOf, person, policyOf, review, people } from '../facts.ts';

const { ann, bob, carol, dan, robot } = people;

describe('the required review is given by', () => {
  it.each<Omit<Row, 'code'>>([
    { sentence: 'a member of the team', facts: { reviews: approvedBy(carol) } },
    {
      sentence: 'a member through a nested team',
      facts: { teams: [team([3], { size: 2 })], reviews: approvedBy(carol) },
    },
    { sentence: 'a member under a new login', facts: { reviews: approvedBy(person(3, 'caroline')) } },
    {
      sentence: 'a member whom the policy writes in other letters',
      facts: { reviews: approvedBy(carol) },
      policy: safety({ teams: ['Safety-Review'] }),
    },
    {
      sentence: 'a person named in the role',
      facts: { users: [{ login: 'carol', id: 3 }], reviews: approvedBy(carol) },
      policy: safety({ users: [{ login: 'Carol', id: null }] }),
    },
    {
      sentence: 'a pinned person',
      facts: { users: [{ login: 'carol', id: 3 }], reviews: approvedBy(carol) },
      policy: safety({ users: [{ login: 'carol', id: 3 }] }),
    },
    {
      sentence: 'a pinned person whose old login is free',
      facts: { users: [{ login: 'carol', id: null }], reviews: approvedBy(person(3, 'caroline')) },
      policy: safety({ users: [{ login: 'carol', id: 3 }] }),
    },
    {
      sentence: 'a member who also has the permission',
      facts: { permissions: [{ person: 3, permission: 'maintain' }], reviews: approvedBy(carol) },
      policy: safety({ teams: ['safety-review'], permission: 'maintain' }),
    },
    {
      sentence: "a member of the team of the role's name",
      facts: { teams: [team([3], { team: 'safety' })], reviews: approvedBy(carol) },
      policy: policyOf(),
    },
    {
      sentence: "the owner of a person's repository",
      facts: {
        repository: inPersonsRepository,
        permissions: [{ person: 3, permission: 'admin' }],
        reviews: approvedBy(carol),
      },
      policy: policyOf(),
    },
    {
      sentence: 'the code owner',
      facts: { files: filesOf('a/x'), codeowners: owned, users: logins, reviews: approvedBy(carol) },
      policy: safety({ codeowners: ['**'] }),
    },
    {
      sentence: 'a member who comments after approving',
      facts: {
        reviews: list(review(carol), review(carol, { state: 'commented' }), review(carol, { state: 'pending' })),
      },
    },
    {
      sentence: 'a member who approves after asking for changes',
      facts: { reviews: list(review(carol, { state: 'changes_requested' }), review(carol)) },
    },
    {
      sentence: 'a member who approves again after a dismissal',
      facts: { reviews: list(review(carol, { state: 'dismissed' }), review(carol)) },
    },
    {
      sentence: 'a member, whatever a stranger asks for',
      facts: { teams: [team([3])], reviews: list(review(carol), review(dan, { state: 'changes_requested' })) },
    },
    {
      sentence: 'a member, whatever a bot asks for',
      facts: { reviews: list(review(carol), review(robot, { state: 'changes_requested' })) },
    },
    {
      sentence: 'a member after the base branch was changed',
      facts: { base_changes: ['2026-04-07T11:59:59Z'], reviews: approvedBy(carol) },
    },
    {
      sentence: "a member while another team of the role can't be read",
      facts: { reviews: approvedBy(carol) },
      policy: safety({ teams: ['safety-review', 'hidden'] }),
    },
    { sentence: "a member beside the author's own approval", facts: { reviews: approvedBy(ann, carol) } },
  ])('$sentence', ({ facts, policy }) => {
    const { reviews, reasons } = judgeSafety(facts, policy);
    expect(reviews[0]?.state).toBe('given');
    expect(reviews[0]?.given.map(({ person: { id } }) => id)).toEqual([3]);
    expect(reasons).toEqual([]);
  });

  it('nobody while someone who pushed, and holds the role, asks for changes', () => {
    const facts = {
      pushers: { known: true, list: [bob] },
      reviews: list(review(bob, { state: 'changes_requested' }), review(carol)),
    };
    expect(judgeSafety(facts).reviews[0]?.state).toBe('changes_requested');
  });

  it('reviews in the order of their times, not of their list', () => {
    const later = review(carol, { state: 'changes_requested', submitted_at: '2026-04-07T12:30:00Z' });
    expect(judgeSafety({ reviews: list(later, review(carol)) }).reviews[0]?.state).toBe('changes_requested');
  });
});
