import fc from 'fast-check';
import { expect, it } from 'vitest';
import { judgeReviews } from '../../../../src/core/change/reviews/judgement.ts';
import type { PatchFact, ReviewFact } from '../../../../src/generated/types.ts';
import { patch, patchFile, people, policyOf, review, role, snapshotOf } from '../facts.ts';

/** What people do to a pull request, one step a minute. */
type Step =
  | { readonly act: 'approve' | 'object' | 'comment' | 'dismiss'; readonly who: 'carol' | 'dan' }
  /** A push or force push: the head becomes another commit with one of three patches. */
  | { readonly act: 'push'; readonly content: number }
  | { readonly act: 'retarget' };

const who = fc.constantFrom('carol' as const, 'dan' as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constantFrom('approve' as const, 'object' as const, 'comment' as const, 'dismiss' as const),
      who,
    }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('push' as const), content: fc.integer({ min: 0, max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('retarget' as const) }) },
);

/** The facts as GitHub would show them at the end, and beside them, kept separately, what should come of them. */
function play(steps: readonly Step[]) {
  const reviews: ReviewFact[] = [];
  const patches: PatchFact[] = [patch(shaOf(0), [patchFile('prompts/a', 'content 0')])];
  const base_changes: string[] = [];
  const standing = new Map<string, { state: 'approved' | 'objects' | 'nothing'; content: number; target: number }>();
  let content = 0;
  steps.forEach((one, index) => {
    const at = timeOf(index);
    const commit = patches.at(-1)?.sha ?? null;
    if (one.act === 'push') {
      content = one.content;
      patches.push(patch(shaOf(patches.length), [patchFile('prompts/a', `content ${content}`)]));
    } else if (one.act === 'retarget') base_changes.push(at);
    else if (one.act === 'dismiss') {
      const last = reviews.findLastIndex(({ person, state }) => person === people[one.who] && state !== 'commented');
      const found = reviews[last];
      if (found === undefined) return;
      reviews[last] = { ...found, state: 'dismissed' };
      standing.set(one.who, { state: 'nothing', content, target: 0 });
    } else {
      const state = ({ approve: 'approved', object: 'changes_requested', comment: 'commented' } as const)[one.act];
      reviews.push(review(people[one.who], { state, commit, submitted_at: at }));
      if (one.act === 'approve') standing.set(one.who, { state: 'approved', content, target: base_changes.length });
      if (one.act === 'object') standing.set(one.who, { state: 'objects', content, target: base_changes.length });
    }
  });
  const all = [...standing.values()];
  const isObjected = all.some(({ state }) => state === 'objects');
  const isApproved = all.some(
    (word) => word.state === 'approved' && word.content === content && word.target === base_changes.length,
  );
  return {
    reviews,
    patches,
    base_changes,
    expected: isObjected ? 'changes_requested' : isApproved ? 'given' : 'missing',
  };
}

const shaOf = (index: number) => index.toString(16).padStart(40, '0');
const timeOf = (index: number) => new Date(Date.UTC(2026, 3, 7, 12, index)).toISOString();

it('a review is given exactly when a holder approved this very patch onto this very base, and nobody objects', () => {
  const policy = policyOf({ roles: { safety: role({ teams: ['safety'] }) } });
  const demands = [{ role: 'safety', demanded_by: ['record'] }];
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const { reviews, patches, base_changes, expected } = play(steps);
      const snapshot = snapshotOf({
        pull_request: { ...snapshotOf().pull_request, head_sha: patches.at(-1)?.sha ?? '' },
        reviews: { complete: true, list: reviews },
        teams: [{ team: 'safety', readable: true, size: 9, acted: [3, 4] }],
        patches,
        base_changes,
      });
      const judged = judgeReviews({ snapshot, policy, records: { changes: [], rollouts: [] }, demands });
      seen.add(expected);
      expect(judged.reviews[0]?.state).toBe(expected);
    }),
    { seed: 9, numRuns: 20_000 },
  );
  expect([...seen].toSorted()).toEqual(['changes_requested', 'given', 'missing']);
});
