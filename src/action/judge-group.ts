import { fixedClock } from '../adapters/clock.ts';
import { packing } from '../adapters/digest/packing.ts';
import { Fault } from '../adapters/fault.ts';
import { GithubMergeGroupReader } from '../adapters/github/merge-group-reader.ts';
import { GithubPullRequestReader } from '../adapters/github/pull-request-reader.ts';
import { GithubPullRequestWriter } from '../adapters/github/pull-request-writer.ts';
import type { ReaderOptions } from '../adapters/github/reader-options.ts';
import type { MergeGroupKey } from '../reconcile/ports/merge-group.ts';
import { writeCapsule } from './capsule-file.ts';
import type { Outcome } from './judge-one.ts';
import type { JudgingLater } from './judging-later.ts';

/** Judges a group of the merge queue and answers it on its head. Throws a `Fault`: the job then fails, and says it. */
export async function judgeGroup(
  key: MergeGroupKey,
  options: ReaderOptions,
  judging: JudgingLater,
  now: Date,
  folder: string | null,
): Promise<readonly Outcome[]> {
  const { judgeMergeGroup, groupNeedsOf } = await judging.load();
  const parts = {
    reader: new GithubPullRequestReader(options),
    groups: new GithubMergeGroupReader({ ...options, app: options.app, groupNeedsOf }),
    writer: new GithubPullRequestWriter({ ...key, number: 0 }, { transport: options.transport, app: options.app }),
    packing,
    clock: fixedClock(now),
  };
  const { decisions, capsules, results } = await judgeMergeGroup(parts, key, true);
  const [written] = results;
  if (written !== undefined && written.error !== null) {
    throw new Fault('github_answer_incomplete', { message: `The check run could not be written: ${written.error}` });
  }
  const outcomes: Outcome[] = [];
  for (const [index, decision] of decisions.entries()) {
    const capsule = capsules[index];
    const { pull_request: number, head_sha } = decision.subject;
    const capsule_path = folder === null || capsule === undefined ? null : await writeCapsule(folder, capsule);
    const check_run_url = written?.url ?? null;
    outcomes.push({ number, judged: { number, head_sha, decision, check_run_url, capsule_path }, fault: null });
  }
  return outcomes;
}
