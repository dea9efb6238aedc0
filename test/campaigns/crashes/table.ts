import { finalState } from './final-state.ts';
import type { Sent, Strike } from './relay.ts';
import type { Scenario } from './scenarios.ts';
import { openStage } from './stage.ts';

/** One cell of the crash table. */
export interface Cell {
  readonly scenario: Scenario;
  /** Which of the App's requests, counted from 0. */
  readonly nth: number;
  readonly strike: Strike;
}

export interface Played {
  readonly state: readonly string[];
  readonly requests: readonly Sent[];
  readonly deaths: number;
}

/** Plays a scenario; with a cell, its request is struck. Throws when the App doesn't come to rest. */
export async function playOnce({ play, isStart = false }: Scenario, cell: Cell | null): Promise<Played> {
  const stage = await openStage();
  try {
    // What the App asks for at its start is a scenario of its own.
    if (!isStart) await stage.step(async () => undefined);
    const before = stage.relay.seen.length;
    if (cell !== null) stage.relay.aim(cell.nth, cell.strike, { die: stage.kill, lag: stage.lag });
    await play(stage);
    const { sandbox, sample, relay, deaths } = stage;
    return { state: finalState(sandbox, sample), requests: relay.seen.slice(before), deaths };
  } finally {
    await stage.close();
  }
}

/** These leave in doubt only what was to be written. */
const ofWrites: readonly Strike[] = ['502 after effect', '502 without effect', 'lag'];

/** All cells of a scenario whose undisturbed run sends these requests. */
export function cellsOf(scenario: Scenario, requests: readonly Sent[], strikes: readonly Strike[]): readonly Cell[] {
  return strikes.flatMap((strike) =>
    requests.flatMap(({ isWrite }, nth) => (isWrite || !ofWrites.includes(strike) ? [{ scenario, nth, strike }] : [])),
  );
}

/** What differs from the undisturbed end; empty = converged to the same state without a duplicate. */
export function differences(expected: readonly string[], found: readonly string[]): readonly string[] {
  const left = [...found];
  const missing = expected.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [...missing.map((line) => `missing: ${line}`), ...left.map((line) => `too many: ${line}`)];
}
