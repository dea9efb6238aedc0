import { describe, expect, it } from 'vitest';
import { judgeReviews } from '../../../../src/core/change/reviews/judgement.ts';
import type { EffectivePolicy, Snapshot } from '../../../../src/generated/types.ts';
import { commit, filesOf, policyOf, role, snapshotOf } from '../facts.ts';
import { ann, bob, carol, judge, lines, list, names, states, team, unpinned } from './judging.ts';

describe("a review can't be given any more", () => {
  const solo = (who: typeof ann) => role({ users: unpinned(who) });
  const users = names(ann, bob, carol);
  it.each<[sentence: string, facts: Partial<Snapshot>, roles: EffectivePolicy['roles'], impossible: readonly string[]]>(
    [
      ['when the author alone holds the role', { users }, { safety: solo(ann) }, ['safety']],
      [
        'when the only member of the team pushed',
        { teams: [team('s', 1, 2)], pushers: { known: true, list: [bob] } },
        { safety: role({ teams: ['s'] }) },
        ['safety'],
      ],
      ['when the team has no members', { teams: [team('s', 0)] }, { safety: role({ teams: ['s'] }) }, ['safety']],
      [
        'when two are needed and one is left',
        { teams: [team('s', 2, 1)] },
        { safety: role({ teams: ['s'], approvals: 2 }) },
        ['safety'],
      ],
      ['when nobody holds the role', {}, { safety: role({}) }, ['safety']],
      [
        'when the account of the role is gone',
        { users: [{ login: 'ann', id: null }] },
        { safety: solo(ann) },
        ['safety'],
      ],
      [
        'when the owner of a file committed',
        {
          files: filesOf('a'),
          codeowners: { path: 'CODEOWNERS', blob: '', text: 'a @bob', error_lines: [] },
          users,
          commits: list(commit(bob)),
        },
        { safety: role({ codeowners: ['a'] }) },
        ['safety'],
      ],
      [
        'when one person alone holds two roles',
        { users },
        { engineering: solo(bob), safety: solo(bob) },
        ['engineering', 'safety'],
      ],
      [
        'when three roles share a team of two',
        { teams: [team('s', 2)] },
        { a: role({ teams: ['s'] }), b: role({ teams: ['s'] }), c: role({ teams: ['s'] }) },
        ['a', 'b', 'c'],
      ],
      ["when the name can be no team's", {}, { 'no team!': role({}) }, ['no team!']],
    ],
  )('%s', (_, facts, roles, impossible) => {
    const judged = judge(facts, roles);
    expect(judged.reviews.filter(({ state }) => state === 'unsatisfiable').map(({ role: name }) => name)).toEqual(
      impossible,
    );
    expect(judged.reasons.filter(({ effect }) => effect === 'block').map(({ code }) => code)).toEqual(
      impossible.map(() => 'unsatisfiable'),
    );
  });

  it.each<[sentence: string, facts: Partial<Snapshot>, roles: EffectivePolicy['roles'], state: string]>([
    [
      "but may when a team can't be read",
      { users, teams: [] },
      { safety: role({ teams: ['s'], users: unpinned(ann) }) },
      'safety unreadable',
    ],
    [
      'but may when somebody else is left',
      { users },
      { safety: role({ users: unpinned(ann, bob) }) },
      'safety missing',
    ],
    [
      'but may when a login is pinned to another account',
      { users: [{ login: 'bob', id: 22 }] },
      { safety: role({ users: [{ login: 'bob', id: 2 }] }) },
      'safety unreadable',
    ],
    ['but may when anybody with maintain will do', {}, { safety: role({ permission: 'maintain' }) }, 'safety missing'],
    [
      'but may when two share two roles',
      { users },
      { safety: role({ users: unpinned(bob, carol) }), x: role({ users: unpinned(bob, carol) }) },
      'safety missing',
    ],
  ])('%s', (_, facts, roles, state) => {
    expect(states(judge(facts, roles))[0]).toBe(state);
  });

  it("by the owner of a person's repository for a change of their own", () => {
    const repository = { ...snapshotOf().repository, owner_type: 'User' as const };
    const snapshot = snapshotOf({ repository, permissions: [{ person: ann.id, permission: 'admin' }] });
    const demands = [{ role: 'engineering', demanded_by: ['risk:low'] }];
    const judged = judgeReviews({ snapshot, policy: policyOf(), records: { changes: [], rollouts: [] }, demands });
    expect(states(judged)).toEqual(['engineering unsatisfiable']);
  });

  it('by a name that is no role and can be no team', () => {
    const demands = [{ role: 'who ever', demanded_by: ['record'] }];
    const judged = judgeReviews({
      snapshot: snapshotOf(),
      policy: policyOf(),
      records: { changes: [], rollouts: [] },
      demands,
    });
    expect(lines(judged)).toEqual([
      "block role_unknown role:who ever: who ever is no role of the policy and can't be a team's name.",
    ]);
  });
});
