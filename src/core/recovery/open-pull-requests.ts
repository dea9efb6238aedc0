/** An open pull request as a sweep's glance shows it. */
export interface GlancedPullRequest {
  readonly number: number;
  /** Digest of all that the glance shows: equal = nothing that can be seen from afar has changed. */
  readonly fingerprint: string;
  /** Our newest gate or observing check on the head; null = there is none. Words in lower case. */
  readonly gate: {
    readonly status: string;
    readonly conclusion: string | null;
    readonly started_at: string | null;
  } | null;
}

/** What a sweep has kept of a pull request. */
export interface SweptPullRequest {
  readonly fingerprint: string;
  /** When a sweep last had it judged, milliseconds since the epoch. */
  readonly judged: number;
}

/** GitHub marks a run that is open for 14 days as stale; judging makes it anew a day before (github-checked 13). */
const freshFor = 13 * 86_400_000;
/** Who is in a team and who may write leaves no trace on a pull request: each is judged again after so long … */
const restedAfter = 12 * 3_600_000;
/** … this part of them at a time, so that all are within a day where sweeps are ten minutes apart. */
const rotation = 60;

/** The pull requests that have to be judged, in the order given: changed, without a fresh gate, or simply their turn. */
export function pullRequestsToJudge(
  glanced: readonly GlancedPullRequest[],
  kept: ReadonlyMap<number, SweptPullRequest>,
  now: number,
): readonly number[] {
  const isDue = ({ number, fingerprint, gate }: GlancedPullRequest): boolean =>
    kept.get(number)?.fingerprint !== fingerprint || gate === null || !isFresh(gate, now);
  const due = new Set(glanced.filter(isDue).map(({ number }) => number));
  const rested = glanced
    .map(({ number }) => ({ number, judged: kept.get(number)?.judged ?? 0 }))
    .filter(({ number, judged }) => !due.has(number) && now - judged >= restedAfter)
    .toSorted((a, b) => a.judged - b.judged || a.number - b.number)
    .slice(0, Math.ceil(glanced.length / rotation));
  const turns = new Set(rested.map(({ number }) => number));
  return glanced.map(({ number }) => number).filter((number) => due.has(number) || turns.has(number));
}

function isFresh({ status, conclusion, started_at }: NonNullable<GlancedPullRequest['gate']>, now: number): boolean {
  if (status === 'completed') return conclusion !== 'stale';
  return now - Date.parse(started_at ?? '') < freshFor;
}
