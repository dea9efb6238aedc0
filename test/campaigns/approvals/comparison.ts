import { judgeReviews } from '../../../src/core/change/reviews/judgement.ts';
import { actors, author, demands, factsOf, policy, roles } from './facts.ts';
import { diceOf, historyOf, type Step } from './history.ts';
import { naiveStates } from './model.ts';

export interface Disagreement {
  readonly steps: readonly Step[];
  readonly model: readonly string[];
  readonly core: readonly string[];
}

/** Plays histories and asks both; answers the first disagreement, and how often each state of a role was met. */
export function compare(
  seed: number,
  total: number,
): { readonly disagreement: Disagreement | null; readonly states: ReadonlyMap<string, number> } {
  const dice = diceOf(seed);
  const states = new Map<string, number>();
  for (let count = 0; count < total; count += 1) {
    const steps = historyOf(dice, actors);
    const model = naiveStates(steps, author, roles);
    const judged = judgeReviews({ snapshot: factsOf(steps), policy, records: { changes: [], rollouts: [] }, demands });
    const core = judged.reviews.map(({ state }) => state);
    if (core.join() !== model.join()) return { disagreement: { steps, model, core }, states };
    for (const state of core) states.set(state, (states.get(state) ?? 0) + 1);
  }
  return { disagreement: null, states };
}
