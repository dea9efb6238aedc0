import { BoundedMap } from '../bounded-map.ts';
import type { Tail } from '../../core/command/chain/comment.ts';
import type { PatchFact, ReportFact } from '../../generated/types.ts';
import type { PullRequestKey } from '../../reconcile/ports.ts';
import type { OwnComment } from '../../reconcile/ports/thread.ts';
import { commentsOf } from './facts/comments.ts';
import type { UsedIds } from './facts/id-uses.ts';
import type { FirstRequest } from './first-request.ts';
import type { FreshWrites } from './fresh-writes.ts';
import type { PreviousPaths } from './facts/files.ts';
import type { Collected } from './query/connection.ts';
import type { Wanted } from './wanted.ts';
import type { BranchActivity } from './rest/activity.ts';
import type { ArtifactListed } from './rest/artifacts.ts';
import type { RunJobs } from './rest/jobs.ts';

/** What the last reading of a pull request found worth asking for; a hint, never a fact. */
export interface PullRequestMemory {
  readonly wanted: Wanted;
  readonly baseRef: string;
}

/** What all pull requests of a repository needed under one policy; a hint, never a fact. */
export interface RepositoryMemory {
  /** The policy's blob. */
  readonly policy: string;
  readonly baseRef: string;
  readonly shared: Wanted;
}

/**
 * Caches of one process. Everything but the hints is keyed by ids whose content never changes (commits, blobs, ended
 * attempts, artifacts), so losing or keeping them changes the number of requests, never a decision.
 */
export interface ReadingMemory {
  readonly pullRequests: BoundedMap<PullRequestMemory>;
  /** By name of the repository. */
  readonly repositories: BoundedMap<RepositoryMemory>;
  /** First requests of readings, by all that they hang on. */
  readonly requests: BoundedMap<FirstRequest>;
  /** By repository and run, with the jobs of ended attempts. */
  readonly jobs: BoundedMap<RunJobs>;
  /** By repository, base and commit. */
  readonly patches: BoundedMap<PatchFact>;
  /** Which ids a pull request uses, by the node id and external id of its gate check (`other-gates.ts`). */
  readonly uses: BoundedMap<UsedIds>;
  /** Who pushed, by head and by how often the branch was moved back; only where the log knew the head's push. */
  readonly activities: BoundedMap<BranchActivity>;
  /** By repository and base...head. */
  readonly previousPaths: BoundedMap<PreviousPaths>;
  /** What was written a moment ago, by pull request (0 = a merge group) and head: replicas show it up to 10 seconds late (github-facts F23). */
  readonly fresh: BoundedMap<FreshWrites>;
  /** Answers that were written a moment ago, by pull request; they hang on no head. */
  readonly freshAnswers: BoundedMap<readonly FreshAnswer[]>;
  /** When a review of ours was written, by pull request and its hidden first line. */
  readonly freshReviews: BoundedMap<number>;
  /**
   * The newest answer that was ever read, by repository id and number: whoever deletes it together with every trace on
   * GitHub is still found out. Losing it loses only that, so the App keeps it in its store as well.
   */
  readonly tails: BoundedMap<Tail>;
  /** Artifacts of ended attempts, by repository, run, time of its last change, and name. */
  readonly artifacts: BoundedMap<readonly ArtifactListed[]>;
  /** By tree and the surfaces' paths. */
  readonly surfaceDigests: BoundedMap<readonly { readonly surface: string; readonly digest: string }[]>;
  /** Parents of merge commits, by repository and commit. */
  readonly parents: BoundedMap<readonly string[]>;
  /** By repository and artifact. */
  readonly reports: BoundedMap<readonly Omit<ReportFact, 'run'>[]>;
}

/** As long as a write is taken to be there although a reading doesn't show it; GitHub's lag is at most 10 seconds. */
const freshFor = 30_000;

/** A memory in which nothing is yet. `now`: by what it forgets what is fresh no more, milliseconds; default: this machine's clock. */
export function readingMemory(now?: () => number): ReadingMemory {
  return {
    pullRequests: new BoundedMap(5_000),
    repositories: new BoundedMap(1_000),
    requests: new BoundedMap(200),
    jobs: new BoundedMap(2_000),
    patches: new BoundedMap(500),
    uses: new BoundedMap(10_000),
    activities: new BoundedMap(5_000),
    previousPaths: new BoundedMap(500),
    fresh: new BoundedMap(5_000, freshFor, now),
    freshAnswers: new BoundedMap(5_000, freshFor, now),
    freshReviews: new BoundedMap(5_000, freshFor, now),
    tails: new BoundedMap(20_000),
    artifacts: new BoundedMap(2_000),
    surfaceDigests: new BoundedMap(500),
    parents: new BoundedMap(500),
    reports: new BoundedMap(200),
  };
}

/** What the next reading of a pull request should not lean on: everything is then asked for as if never seen. */
export function forgetPullRequest(memory: ReadingMemory, key: PullRequestKey): void {
  memory.pullRequests.delete(pullRequestText(key));
}

/** The writes of a pull request that a replica may not show yet. */
export function freshWrites(memory: ReadingMemory, key: string, headSha: string): FreshWrites | null {
  const fresh = memory.fresh.get(`${key}@${headSha}`);
  return fresh === undefined || Date.now() - fresh.at > freshFor ? null : fresh;
}

/** Keeps what was written to a head, until a replica must show it. */
export function rememberWrites(memory: ReadingMemory, key: string, writes: FreshWrites): void {
  memory.fresh.set(`${key}@${writes.head_sha}`, writes);
}

/** An answer comment that was written lately. */
export interface FreshAnswer extends OwnComment {
  /** Milliseconds since the epoch, by this machine's clock. */
  readonly at: number;
}

/** Answers of a pull request that a replica may not show yet. */
export function freshAnswers(memory: ReadingMemory, key: string): readonly FreshAnswer[] {
  const known = memory.freshAnswers.get(key);
  return known === undefined ? [] : known.filter(({ at }) => Date.now() - at <= freshFor);
}

/** What a reading has shown once is missed from then on: it can only be gone. */
export function seenAnswers(
  memory: ReadingMemory,
  key: string,
  fresh: readonly FreshAnswer[],
  comments: Collected,
): void {
  if (fresh.length === 0) return;
  const seen = new Set(commentsOf(comments).list.map(({ id }) => id));
  memory.freshAnswers.set(
    key,
    fresh.filter(({ id }) => !seen.has(id)),
  );
}

/** Whether a review with this first line was written so lately that a replica may not show it yet. */
export function isFreshReview(memory: ReadingMemory, key: string, marker: string): boolean {
  return Date.now() - (memory.freshReviews.get(`${key} ${marker}`) ?? -Infinity) <= freshFor;
}

/** The key of a pull request in every map here. */
export function pullRequestText({ owner, repo, number }: PullRequestKey): string {
  return `${owner}/${repo}#${number}`.toLowerCase();
}

/** The key of a thread by the ids that no rename changes: a new repository of an old name has answers of its own. */
export function tailKey(repository: number, number: number): string {
  return `${repository}#${number}`;
}
