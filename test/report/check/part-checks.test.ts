import { describe, expect, it } from 'vitest';
import type { Review } from '../../../src/generated/types.ts';
import { evalChecks, reviewChecks } from '../../../src/report/check/part-checks.ts';
import * as samples from '../samples.ts';

const [sample] = samples.wait.reviews;

describe('the checks of reviews and evals', () => {
  const states: [state: Review['state'], shown: string][] = [
    ['given', 'completed success'],
    ['missing', 'in_progress null'],
    ['changes_requested', 'in_progress null'],
    ['unreadable', 'completed action_required'],
    ['unsatisfiable', 'completed failure'],
  ];
  it.each(states)('show a review that is %s', (state, shown) => {
    const reviews = sample === undefined ? [] : [{ ...sample, state }];
    const [check] = reviewChecks({ ...samples.wait, reviews }, []);
    expect(`${check?.status} ${check?.conclusion}`).toBe(shown);
  });

  it('leave out what binds at promotion and what must be false', () => {
    const signals = samples.go.signals.map((signal) => ({ ...signal, demanded_as: 'blocker' as const }));
    expect(evalChecks(samples.go, []).map(({ name }) => name)).toEqual(['eval: duplicate_ticket_eval_passed']);
    expect(evalChecks({ ...samples.go, signals }, [])).toEqual([]);
  });

  it('complete only our own that nobody demands any more', () => {
    const own = ['rollout-gate', 'review: legal', 'review: legal', 'eval: old', 'review: safety'];
    expect(reviewChecks(samples.go, own).map(({ name, conclusion }) => `${name} ${conclusion}`)).toEqual([
      'review: engineering success',
      'review: safety success',
      'review: legal neutral',
    ]);
  });

  it('are none where the gate only observes', () => {
    expect(reviewChecks(samples.observe, [])).toEqual([]);
    expect(evalChecks(samples.observe, ['eval: old']).map(({ conclusion }) => conclusion)).toEqual(['neutral']);
  });
});
