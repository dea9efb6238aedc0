import { packing } from '../adapters/digest/packing.ts';
import { Fault, faultOf } from '../adapters/fault.ts';
import { GithubMergeGroupReader } from '../adapters/github/merge-group-reader.ts';
import { groupsOf } from '../adapters/github/merge-groups.ts';
import { GithubPullRequestReader } from '../adapters/github/pull-request-reader.ts';
import { GithubPullRequestWriter } from '../adapters/github/pull-request-writer.ts';
import type { ReaderOptions } from '../adapters/github/reader-options.ts';
import { type GithubTime, githubTime } from '../adapters/github/transport/github-time.ts';
import { faults } from '../generated/codes.ts';
import { groupNeedsOf } from '../reconcile/group-needs.ts';
import { judgeMergeGroup, nextTry, reportGroupFault } from '../reconcile/judge-merge-group.ts';
import type { Clock, PullRequestKey } from '../reconcile/ports.ts';
import type { MergeGroupKey } from '../reconcile/ports/merge-group.ts';
import { heldTransport } from './held.ts';
import type { Log } from './log/log.ts';
import type { Metrics } from './metrics/metrics.ts';
import { withPatience } from './patience.ts';
import type { Follow, Place } from '../reconcile/task.ts';

interface MergeGroupsOptions {
  readonly clock: Clock;
  /** By which the clock goes; default: our own. */
  readonly time?: Pick<GithubTime, 'here'>;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly redact: (text: string) => string;
  /** Between tries at once; default: really. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** Judges a group and answers what follows: the same group later, while it waits. Throws what failed. */
export function mergeGroups({ clock, time = githubTime(), log, metrics, redact, sleep }: MergeGroupsOptions) {
  return async (
    key: MergeGroupKey,
    place: Place,
    options: ReaderOptions,
    isHeld: () => Promise<boolean>,
  ): Promise<readonly Follow[]> => {
    // Not looked up after a write that nobody answered: the group is read and written again.
    const { transport, app, memory } = options;
    const writing = { transport: heldTransport(transport, isHeld), app, memory, patience: [] };
    const writer = new GithubPullRequestWriter({ ...key, number: 0 }, writing);
    const reader = new GithubPullRequestReader(options);
    const parts = { reader, groups: new GithubMergeGroupReader({ ...options, groupNeedsOf }), writer, packing, clock };
    const name = `${key.owner}/${key.repo}@${key.sha.slice(0, 7)}`;
    let again: number | null = null;
    try {
      await withPatience(async () => {
        const started = performance.now();
        const judged = await judgeMergeGroup(parts, key, true);
        again = judged.again;
        const seconds = (performance.now() - started) / 1_000;
        for (const decision of judged.decisions) metrics.judged(decision, seconds);
        log.info({ merge_group: name, verdicts: judged.decisions.map(({ verdict }) => verdict), again }, 'judged');
        const error = judged.results.find((result) => result.error !== null)?.error ?? null;
        if (error === null) return;
        throw new Fault('github_answer_incomplete', { message: `A check could not be written: ${error}` });
      }, sleep);
    } catch (error) {
      const { code, message, retryable } = faultOf(error);
      const shown = { code, message: redact(message), retryable, next: faults[code].next };
      if (code === 'lease_lost') throw error;
      // While it may mend itself, the queue waits, to its timeout at most: a failure would throw the pull request out of it.
      again = retryable ? await nextTry(parts, key) : null;
      if (again === null) await reportGroupFault(parts, key, shown);
      // Under a limit the inbox knows until when; else it would wait for longer each time, and give up.
      if (again === null || code === 'github_rate_limited') throw error;
      metrics.failed(code);
      log.error({ merge_group: name, code, again }, shown.message);
    }
    const { owner, repo, base_ref, sha } = key;
    return again === null
      ? []
      : [{ key: { kind: 'merge_group', owner, repo, base_ref, sha }, place, due: time.here(again) }];
  };
}

/** The groups that a queued pull request stands in: what became of it concerns them, too. */
export async function groupsOfPullRequest(
  { owner, repo, number }: PullRequestKey,
  base_ref: string,
  place: Place,
  { transport }: Pick<ReaderOptions, 'transport'>,
): Promise<readonly Follow[]> {
  const heads = await groupsOf(transport, { owner, repo }, base_ref, number);
  return heads.map((sha) => ({ key: { kind: 'merge_group', owner, repo, base_ref, sha }, place }));
}
