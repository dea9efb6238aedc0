import type { Ternary } from '../../generated/types.ts';

/** What a check run's status and conclusion say. `running` is true while it may still come to something. */
export interface Outcome {
  readonly value: Ternary;
  readonly running: boolean;
}

const values: ReadonlyMap<string, Ternary> = new Map([
  ['success', 'true'],
  ['failure', 'false'],
  ['timed_out', 'false'],
  ['startup_failure', 'false'],
]);

/**
 * Completed: success is true; failure, timed_out, startup_failure are false; neutral, skipped, cancelled, stale and
 * action_required, like anything GitHub may add, are unknown. Not completed: unknown, running.
 * A blocker is settled as false by a plain failure only: a job that never came to its end has ruled nothing out.
 */
export function outcomeOf(status: string, conclusion: string | null, demanded_as: 'required' | 'blocker'): Outcome {
  if (status !== 'completed') return { value: 'unknown', running: true };
  const value = values.get(conclusion ?? '') ?? 'unknown';
  const isBroken = value === 'false' && demanded_as === 'blocker' && conclusion !== 'failure';
  return { value: isBroken ? 'unknown' : value, running: false };
}
