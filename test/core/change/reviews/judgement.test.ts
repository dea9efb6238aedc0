import { describe, expect, it } from 'vitest';
import type { PatchFact, Snapshot } from '../../../../src/generated/types.ts';
import { changeRecord, commit, earlier, filesOf, head, patch, patchFile, review, role } from '../facts.ts';
import { bob, carol, dan, erin, judge, lines, list, names, states, unpinned } from './judging.ts';

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
      'an unknown requester waits, and no other approval is asked for',
      { requesters: { known: false, list: [] } },
      [
        'wait requester_unknown requesters: Nobody can tell who asked the agent for this change, so no approval can be counted.',
      ],
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

  const missing = 'wait review_missing role:safety: The review by safety is missing.';
  const unknown =
    'wait pusher_unknown pushers: Nobody can tell who pushed to the branch, so no approval can be counted.';

  // It is asked for only then (`mattersWhoPushed`).
  it.each<[sentence: string, reviews: Snapshot['reviews'], lines: readonly string[]]>([
    ['nobody has spoken', list(), [missing]],
    ['an approval was dismissed', list(review(carol, { state: 'dismissed' })), [missing]],
    ['an approval is there, though by somebody else', list(review(dan)), [unknown, missing]],
    [
      'an approval may be there',
      { complete: false, list: [] },
      ['wait reviews_unreadable reviews: The reviews could not be read to the end.', unknown],
    ],
  ])('an unknown pusher matters only with an approval: %s', (_, reviews, expected) => {
    const judged = judge({ ...given, pushers: { known: false, list: [] }, reviews }, safety);
    expect(lines(judged).filter((line) => line.startsWith('wait'))).toEqual(expected);
    expect(states(judged)).not.toEqual(['safety given']);
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
