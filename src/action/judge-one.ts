import { Fault, faultOf } from '../adapters/fault.ts';
import { fixedClock } from '../adapters/clock.ts';
import type { Judged, JudgeParts } from '../reconcile/judge-pull-request.ts';
import type { Observation, PullRequestKey, PullRequestReader } from '../reconcile/ports.ts';
import { writeCapsule } from './capsule-file.ts';
import { shownFault } from './fault-ending.ts';
import { isGate } from './gate-writer.ts';
import type { Parts } from './judge-parts.ts';
import type { JudgingLater } from './judging-later.ts';
import type { JudgedPullRequest } from './result.ts';

/** What became of one pull request. A fault can stand beside a judgement: decided, but its capsule can't be written. */
export interface Outcome {
  readonly number: number;
  /** null = nothing was decided: a fault, or no policy. */
  readonly judged: JudgedPullRequest | null;
  readonly fault: Fault | null;
}

interface Way {
  /** The time of the judgement. */
  readonly now: Date;
  /** Whether the check run is brought up to date. */
  readonly write: boolean;
  /** Where the capsule goes; null = nowhere. */
  readonly folder: string | null;
}

/** Judges one pull request. Never throws: a fault closes the gate where that can be written, and is answered. */
export async function judgeOne(
  given: Parts,
  key: PullRequestKey,
  judging: JudgingLater,
  { now, write, folder }: Way,
): Promise<Outcome> {
  const { number } = key;
  const parts: JudgeParts = { ...given, clock: fixedClock(now) };
  let judged: Judged;
  try {
    // Observed here already: what judges is loaded while this is on its way.
    const reader = beginningWith(await parts.reader.observe(key, now), parts.reader);
    const { judgePullRequest } = await judging.load();
    judged = await judgePullRequest({ ...parts, reader }, key, { write });
  } catch (error) {
    const fault = faultOf(error);
    if (write && !hopeless.includes(fault.code)) await closed(parts, key, judging, fault);
    return { number, judged: null, fault };
  }
  const refused = judged.results.find(({ error }) => error !== null);
  if (refused !== undefined) return { number, judged: null, fault: unwritten(refused.error ?? '') };
  const { decision, capsule, observation } = judged;
  if (decision === null || capsule === null) return { number, judged: null, fault: null };
  const entry = { number, head_sha: observation.head_sha, decision, check_run_url: pageOf(judged) };
  try {
    const capsule_path = folder === null ? null : await writeCapsule(folder, capsule);
    return { number, judged: { ...entry, capsule_path }, fault: null };
  } catch (error) {
    return { number, judged: { ...entry, capsule_path: null }, fault: faultOf(error) };
  }
}

/** The reader, whose first observation is there already. */
function beginningWith(observation: Observation, reader: PullRequestReader): PullRequestReader {
  let first: Observation | null = observation;
  return {
    async observe(key, now) {
      const known = first;
      first = null;
      return known ?? reader.observe(key, now);
    },
    glance: (key) => reader.glance(key),
    headSince: (key, seen) => reader.headSince(key, seen),
    patches: (key, snapshot, commits) => reader.patches(key, snapshot, commits),
  };
}

/** Faults after which a further request can only fail too, or must not be sent. */
const hopeless: readonly string[] = ['github_unauthorized', 'github_rate_limited', 'github_unreachable'];

/** The gate closes, whatever it said before; when not even that can be said, the failed job says it. */
async function closed(parts: JudgeParts, key: PullRequestKey, judging: JudgingLater, fault: Fault): Promise<void> {
  try {
    const { reportFault } = await judging.load();
    await reportFault(parts, key, shownFault(fault));
  } catch {
    // The fault that is answered is the first one.
  }
}

function unwritten(said: string): Fault {
  return new Fault('github_answer_incomplete', { message: `The check run could not be written: ${said}` });
}

/** The page of the gate's check run: the one just written, or the one that was right already. */
function pageOf({ writes, results, observation }: Judged): string | null {
  const index = writes.findIndex(isGate);
  const written = results[index]?.url ?? null;
  if (written !== null) return written;
  const own = observation.own_checks.filter(({ name }) => name.startsWith('rollout-gate'));
  return index === -1 ? (own.toSorted((a, b) => b.id - a.id)[0]?.url ?? null) : null;
}
