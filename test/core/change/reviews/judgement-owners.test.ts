import { describe, expect, it } from 'vitest';
import { judgeReviews } from '../../../../src/core/change/reviews/judgement.ts';
import type { Snapshot } from '../../../../src/generated/types.ts';
import { earlier, filesOf, head, patch, patchFile, policyOf, review, role, snapshotOf } from '../facts.ts';
import { bob, carol, dan, judge, lines, list, names, states, team, unpinned } from './judging.ts';

describe('a role of code owners', () => {
  const owners = { owners: role({ codeowners: ['a/**', 'b/**', 'c/**'] }) };
  const text = '/a/ @bob\n/b/ @carol @bob\n/c/ @acme/platform\n';
  const facts = (
    paths: readonly string[],
    reviews: Snapshot['reviews'],
    changes: Partial<NonNullable<Snapshot['codeowners']>> = {},
  ): Partial<Snapshot> => ({
    files: filesOf(...paths),
    codeowners: { path: 'CODEOWNERS', blob: '1', text, error_lines: [], ...changes },
    users: names(bob, carol, dan),
    teams: [team('platform', 3, dan.id)],
    reviews,
  });

  it.each<[sentence: string, paths: readonly string[], who: readonly (typeof bob)[], state: string]>([
    ['is given by the owner of all its files', ['a/x', 'b/x'], [bob], 'given'],
    ['is given by two who own all of them together', ['a/x', 'b/x', 'c/x'], [bob, dan], 'given'],
    ["is missing while a file has no owner's approval", ['a/x', 'b/x'], [carol], 'missing'],
    ['asks nobody for files outside its patterns', ['a/x', 'docs/x'], [bob], 'given'],
    ['is held by the owners of its patterns when none of its files changed', ['docs/x'], [bob, dan], 'given'],
    ['is not held by one of these owners alone', ['docs/x'], [dan], 'missing'],
  ])('%s', (_, paths, who, state) => {
    expect(judge(facts(paths, list(...who.map((by) => review(by)))), owners).reviews[0]?.state).toBe(state);
  });

  it('says which file nobody has approved yet', () => {
    expect(lines(judge(facts(['a/x', 'c/y'], list(review(bob))), owners))).toEqual([
      'wait review_missing role:owners: The review by owners is missing: no owner of c/y has approved it.',
    ]);
  });

  it.each<[sentence: string, changes: Partial<NonNullable<Snapshot['codeowners']>> | null, line: string]>([
    [
      "can't be read when GitHub reports an error on the line",
      { error_lines: [1] },
      "wait role_unreadable role:owners: Who holds owners can't be read: line 1 of CODEOWNERS has an error.",
    ],
    [
      "can't be read when the file was too large",
      { text: null },
      "wait role_unreadable role:owners: Who holds owners can't be read: CODEOWNERS can't be read.",
    ],
    [
      "can't be read when an owner is an e-mail address",
      { text: '/a/ x@example.com' },
      "wait role_unreadable role:owners: Who holds owners can't be read: line 1 of CODEOWNERS names an e-mail address, which can't be tied to an account.",
    ],
    [
      "can't be read when the owner is a team of another organisation",
      { text: '/a/ @other/team' },
      "wait role_unreadable role:owners: Who holds owners can't be read: line 1 of CODEOWNERS names a team of another organisation.",
    ],
    [
      "can't be given when nobody owns the file",
      { text: '/b/ @bob' },
      "block unsatisfiable role:owners: The review by owners can't be given: nobody who owns a/x may approve it for owners.",
    ],
    [
      "can't be given without the file",
      null,
      "block unsatisfiable role:owners: The review by owners can't be given: nobody who owns a/x may approve it for owners.",
    ],
  ])('%s', (_, changes, line) => {
    const base = facts(['a/x'], list());
    const judged = judge(
      {
        ...base,
        ...(changes === null
          ? { codeowners: null }
          : { codeowners: { path: 'CODEOWNERS', blob: '1', text, error_lines: [], ...changes } }),
      },
      owners,
    );
    expect(lines(judged)).toEqual([line]);
  });

  it('that people also hold by name binds their approvals to the whole patch', () => {
    const mixed = { owners: role({ codeowners: ['a/**'], users: unpinned(dan) }) };
    const patches = [
      patch(earlier, [patchFile('a/x'), patchFile('docs/x', 'd')]),
      patch(head, [patchFile('a/x'), patchFile('docs/x', 'e')]),
    ];
    const judged = judge({ ...facts(['a/x', 'docs/x'], list(review(dan, { commit: earlier }))), patches }, mixed);
    expect(states(judged)).toEqual(['owners missing']);
  });
});

describe('several roles', () => {
  const both = { engineering: role({ users: unpinned(bob, carol) }), safety: role({ users: unpinned(bob) }) };
  const facts = (...who: readonly (typeof bob)[]): Partial<Snapshot> => ({
    users: names(bob, carol),
    reviews: list(...who.map((by) => review(by))),
  });

  it('are given by different people, each for the role that only they can give', () => {
    const judged = judge(facts(bob, carol), both);
    expect(judged.reviews.map(({ given }) => given.map(({ person }) => person.login))).toEqual([['carol'], ['bob']]);
    expect(judged.reasons).toEqual([]);
  });

  it('are not both given by one person', () => {
    const judged = judge(facts(bob), both);
    expect(states(judged)).toEqual(['engineering given', 'safety missing']);
    expect(lines(judged)[1]).toBe(
      "advise approver_counted_elsewhere role:safety: @bob's approval doesn't count: one person counts for one role, and this one counts for engineering.",
    );
  });

  it('that are one role under two names are one demand', () => {
    const demands = [
      { role: 'safety', demanded_by: ['record'] },
      { role: 'safety_owner', demanded_by: ['risk:high'] },
    ];
    const policy = policyOf({ roles: { safety: role({ users: unpinned(bob), aliases: ['safety_owner'] }) } });
    const { reviews } = judgeReviews({
      snapshot: snapshotOf(facts(bob)),
      policy,
      records: { changes: [], rollouts: [] },
      demands,
    });
    expect(reviews).toMatchObject([{ role: 'safety', state: 'given', demanded_by: ['record', 'risk:high'] }]);
  });

  it('count the approvals that a role still needs', () => {
    const judged = judge(facts(bob), { security: role({ users: unpinned(bob, carol), approvals: 2 }) });
    expect(lines(judged)).toEqual([
      'wait review_missing role:security: The review by security is missing (1 of 2 given).',
    ]);
    expect(judged.reviews[0]).toMatchObject({ needed: 2, given: [{ person: bob }] });
  });
});
