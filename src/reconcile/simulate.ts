import { decide } from '../core/decide.ts';
import type { Sha256 } from '../core/judgement.ts';
import { type Outcome, outcomeOf } from '../core/simulation/outcome.ts';
import type { Simulated } from '../core/simulation/tally.ts';
import type { PolicySource, Snapshot } from '../generated/types.ts';
import { prepareJudgement } from '../records/judgement.ts';
import type { HistoryReader, MergedPullRequest } from './ports/history.ts';

export interface SimulateParts {
  readonly history: HistoryReader;
  readonly sha256: Sha256;
  /** When it is asked: what GitHub still has depends on it. */
  readonly today: Date;
  /** Told after each pull request. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** Readings under way at once: enough to hide the way to GitHub, few enough not to look like an attack. */
const atOnce = 4;

/**
 * Judges merged pull requests once more, each as it was when it was merged, newest first. null = there is no policy to
 * judge by. Nothing is written. Throws what the reader throws.
 */
export async function simulate(parts: SimulateParts, most: number): Promise<readonly Simulated[] | null> {
  const pulls = await parts.history.merged(most);
  const found = await outcomesOf(parts, pulls, [null]);
  if (found.some(([outcome]) => outcome === null)) return null;
  return pulls.flatMap(({ number, title, url, merged_at }, index): Simulated[] => {
    const outcome = found[index]?.[0] ?? null;
    return outcome === null ? [] : [{ number, title, url, merged_at, outcome }];
  });
}

/** The outcomes of each pull request under each policy; null as a policy = the one that the reader read it with. */
export async function outcomesOf(
  { history, sha256, today, onProgress }: SimulateParts,
  pulls: readonly MergedPullRequest[],
  policies: readonly (PolicySource | null)[],
): Promise<readonly (readonly (Outcome | null)[])[]> {
  const outcomes: (readonly (Outcome | null)[])[] = [];
  let done = 0;
  const one = async (pull: MergedPullRequest, index: number): Promise<void> => {
    const { snapshot, lost } = await history.snapshot(pull);
    const days = (today.getTime() - Date.parse(pull.merged_at)) / 86_400_000;
    outcomes[index] = policies.map((policy) => {
      if (lost !== null) return { kind: 'unknowable', lost };
      return snapshot === null ? null : under(snapshot, policy, days, sha256);
    });
    done += 1;
    onProgress?.(done, pulls.length);
  };
  const waiting = [...pulls.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await one(next[1], next[0]);
  };
  // The first alone: what it needed, the others ask for at once.
  const first = waiting.shift();
  if (first !== undefined) await one(first[1], first[0]);
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcomes;
}

function under(snapshot: Snapshot, policy: PolicySource | null, days: number, sha256: Sha256): Outcome {
  const judged = policy === null ? snapshot : { ...snapshot, policy };
  return outcomeOf(decide(prepareJudgement(judged), sha256), days);
}
