import { Fault } from '../adapters/fault.ts';

/** Milliseconds before each further try; GitHub's short troubles are over by then, and a person still waits. */
const waits = [1_000, 5_000];

/** What waits in the inbox instead, and what another process does now. */
const elsewhere: readonly string[] = ['github_rate_limited', 'lease_lost'];

/**
 * Does the work again after a fault that is worth it: no event may come to make up for it. Not under a limit, where
 * each further request makes it worse (github-facts F14). Judging twice changes nothing, so trying again is safe.
 */
export async function withPatience(
  work: () => Promise<void>,
  sleep: (milliseconds: number) => Promise<void> = (milliseconds) =>
    new Promise((resolve) => setTimeout(resolve, milliseconds)),
): Promise<void> {
  for (const wait of waits) {
    try {
      await work();
      return;
    } catch (error) {
      const isWorthIt = error instanceof Fault && error.retryable && !elsewhere.includes(error.code);
      if (!isWorthIt) throw error;
      await sleep(wait);
    }
  }
  await work();
}
