import { describe, expect, it } from 'vitest';
import { judgeReviews } from '../../../../src/core/change/reviews/judgement.ts';
import type { EffectivePolicy, PatchFact, Snapshot } from '../../../../src/generated/types.ts';
import {
  changeRecord,
  commit,
  earlier,
  filesOf,
  head,
  patch,
  patchFile,
  people,
  policyOf,
  review,
  role,
  snapshotOf,
} from '../facts.ts';

const { ann, bob, carol, dan, erin } = people;
const list = <T>(...entries: readonly T[]) => ({ complete: true, list: entries });
const team = (name: string, size: number, ...acted: readonly number[]) => ({ team: name, readable: true, size, acted });
const names = (...who: readonly (typeof ann)[]) => who.map(({ login, id }) => ({ login, id }));
const unpinned = (...who: readonly (typeof ann)[]) => who.map(({ login }) => ({ login, id: null }));

function judge(
  facts: Partial<Snapshot>,
  roles: EffectivePolicy['roles'],
  records: Parameters<typeof judgeReviews>[0]['records'] = { changes: [], rollouts: [] },
) {
  const demands = Object.keys(roles).map((name) => ({ role: name, demanded_by: ['record'] }));
  return judgeReviews({ snapshot: snapshotOf(facts), policy: policyOf({ roles }), records, demands });
}
const states = ({ reviews }: ReturnType<typeof judge>) => reviews.map(({ role: name, state }) => `${name} ${state}`);
const lines = ({ reasons }: ReturnType<typeof judge>) =>
  reasons.map(({ code, effect, subject, message }) => `${effect} ${code} ${subject}: ${message}`);

describe('an approval of an earlier commit', () => {
  const runtimeOwner = { runtime_owner: role({ codeowners: ['runtime/**'] }), safety: role({ users: unpinned(dan) }) };
  const facts = (now: PatchFact, ...more: readonly ReturnType<typeof review>[]): Partial<Snapshot> => ({
    files: filesOf(...now.files.map(({ path }) => path)),
    codeowners: { path: '.github/CODEOWNERS', blob: '1', text: '* @bob\n/runtime/ @carol\n', error_lines: [] },
    users: names(bob, carol, dan),
    patches: [patch(earlier, [patchFile('runtime/a', 'r'), patchFile('docs/a', 'd')]), now],
    reviews: list(review(carol, { commit: earlier }), review(dan, { commit: earlier }), ...more),
  });

  it('is kept by each role whose paths have the same patch', () => {
    const judged = judge(
      facts(patch(head, [patchFile('runtime/a', 'r'), patchFile('docs/a', 'changed')])),
      runtimeOwner,
    );
    expect(states(judged)).toEqual(['runtime_owner given', 'safety missing']);
    expect(judged.reviews[0]).toMatchObject({
      paths: ['runtime/a'],
      given: [{ person: carol, commit: earlier, kept_from: earlier, kept_because: 'same_patch' }],
    });
    expect(lines(judged)).toEqual([
      'wait review_missing role:safety: The review by safety is missing.',
      `advise approval_patch_changed role:safety: @dan's approval doesn't count: it was given for bbbbbbb, and the patch has changed since.`,
    ]);
  });

  it('is kept by all when only other lines moved it', () => {
    expect(
      states(judge(facts(patch(head, [patchFile('docs/a', 'd'), patchFile('runtime/a', 'r')])), runtimeOwner)),
    ).toEqual(['runtime_owner given', 'safety given']);
  });

  it("is not kept when a file came into the role's paths by a new name", () => {
    const renamed = patchFile('docs/a', 'd', { previous_path: 'runtime/b' });
    const now = patch(head, [patchFile('runtime/a', 'r'), renamed]);
    expect(states(judge(facts(now), runtimeOwner))).toEqual(['runtime_owner missing', 'safety missing']);
  });

  const records = (now: Parameters<typeof changeRecord>[0]) => ({
    changes: [
      {
        path: 'change.yaml',
        folder: '',
        at: 'reviewed' as const,
        commit: earlier,
        record: changeRecord(),
        problems: [],
      },
      { path: 'change.yaml', folder: '', at: 'head' as const, commit: head, record: changeRecord(now), problems: [] },
    ],
    rollouts: [],
  });
  const safety = { safety: role({ users: unpinned(dan) }) };
  const withRecord = (hunks: string, policyFile = 'p'): Partial<Snapshot> => ({
    users: names(dan),
    patches: [
      patch(earlier, [patchFile('change.yaml', 'old'), patchFile('policy/a', 'p')]),
      patch(head, [patchFile('change.yaml', hunks), patchFile('policy/a', policyFile)]),
    ],
    reviews: list(review(dan, { commit: earlier })),
  });

  it('is kept when a record only asks for more since', () => {
    const judged = judge(withRecord('new'), safety, records({ required_reviews: ['engineering', 'legal'] }));
    expect(judged.reviews[0]?.given).toMatchObject([{ kept_from: earlier, kept_because: 'records_tightened' }]);
  });

  it('is not kept when a record asks for less since, or something else changed as well', () => {
    expect(states(judge(withRecord('new'), safety, records({ required_reviews: [] })))).toEqual(['safety missing']);
    expect(states(judge(withRecord('new', 'q'), safety, records({})))).toEqual(['safety missing']);
    expect(states(judge(withRecord('new'), safety))).toEqual(['safety missing']);
  });
});

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

  it.each<[sentence: string, paths: readonly string[], who: readonly (typeof ann)[], state: string]>([
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
  const facts = (...who: readonly (typeof ann)[]): Partial<Snapshot> => ({
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

describe('facts that are not whole', () => {
  const safety = { safety: role({ users: unpinned(carol) }) };
  const given: Partial<Snapshot> = { users: names(carol), reviews: list(review(carol)) };

  it.each<[sentence: string, facts: Partial<Snapshot>, lines: readonly string[]]>([
    [
      'an unknown pusher waits, and no other approval is asked for',
      { pushers: { known: false, list: [] } },
      ['wait pusher_unknown pushers: Nobody can tell who pushed to the branch, so no approval can be counted.'],
    ],
    [
      'unread commits wait',
      { commits: { complete: false, list: [] } },
      [
        'wait commits_unreadable commits: The commits could not be read to the end, so nobody can tell whose approval counts.',
      ],
    ],
    [
      'unread reviews wait: the rest may withdraw',
      { reviews: { complete: false, list: [review(carol)] } },
      ['wait reviews_unreadable reviews: The reviews could not be read to the end.'],
    ],
    [
      'a name that no account stands behind is said, and binds nothing',
      { commits: list(commit(null)) },
      ['advise identity_unlinked commits: The commit identity Somebody is linked to no GitHub account.'],
    ],
  ])('%s', (_, facts, expected) => {
    expect(lines(judge({ ...given, ...facts }, safety))).toEqual(expected);
  });

  it('a review is not called given while the reviews are not whole', () => {
    expect(states(judge({ ...given, reviews: { complete: false, list: [review(carol)] } }, safety))).toEqual([
      'safety unreadable',
    ]);
  });

  it('a change request by someone who may hold the role waits', () => {
    const facts = { users: names(carol), reviews: list(review(carol), review(erin, { state: 'changes_requested' })) };
    const judged = judge(facts, { safety: role({ users: unpinned(carol), teams: ['hidden'] }) });
    expect(states(judged)).toEqual(['safety unreadable']);
    expect(lines(judged)).toEqual([
      "wait role_unreadable role:safety: Who holds safety can't be read: the team hidden can't be read with this token.",
    ]);
  });

  it('a login that changed hands is named', () => {
    const facts = { users: [{ login: 'carol', id: 33 }], reviews: list(review(carol)) };
    expect(lines(judge(facts, { safety: role({ users: [{ login: 'carol', id: 3 }] }) }))[0]).toBe(
      'wait identity_changed role:safety: The login @carol, which the policy names for safety, belongs to another account than the one pinned.',
    );
  });
});

it('a pull request that demands no review has none, and is not asked about pushers', () => {
  expect(judge({ pushers: { known: false, list: [] } }, {})).toEqual({ reviews: [], reasons: [] });
});

it('says who pushed in the sentence that refuses them', () => {
  const judged = judge(
    { users: names(erin, carol), pushers: { known: true, list: [erin] }, reviews: list(review(erin)) },
    { safety: role({ users: unpinned(erin, carol) }) },
  );
  expect(judged.reviews[0]?.not_counted).toEqual([
    {
      person: erin,
      code: 'approver_is_pusher',
      why: "@erin's approval doesn't count: @erin pushed to the branch of this pull request.",
    },
  ]);
});
