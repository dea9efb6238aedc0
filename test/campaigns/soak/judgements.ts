import { systemClock } from '../../../src/adapters/clock.ts';
import { packing } from '../../../src/adapters/digest/packing.ts';
import { readingMemory } from '../../../src/adapters/github/memory.ts';
import { GithubPullRequestReader } from '../../../src/adapters/github/pull-request-reader.ts';
import { GithubPullRequestWriter } from '../../../src/adapters/github/pull-request-writer.ts';
import type { Transport } from '../../../src/adapters/github/transport/transport.ts';
import { answersReader } from '../../../src/reconcile/answers.ts';
import { judgePullRequest } from '../../../src/reconcile/judge-pull-request.ts';
import { marks } from '../../../src/reconcile/marks.ts';
import { needsOf } from '../../../src/reconcile/needs.ts';
import type { PullRequestKey } from '../../../src/reconcile/ports.ts';
import { reportReader } from '../../../src/reconcile/report-reading.ts';

/**
 * Full judgements with the memory of one process, as the App makes them, which forgets by the clock `now` (milliseconds). Throws what
 * can't be judged or written.
 */
export function judgements(
  transport: Transport,
  app: number,
  now: () => number,
): (key: PullRequestKey) => Promise<void> {
  const memory = readingMemory(now);
  const { sha256 } = packing;
  const readReports = reportReader(sha256);
  const readAnswers = answersReader(sha256);
  return async (key) => {
    const reader = new GithubPullRequestReader({
      transport,
      app,
      marks,
      needsOf,
      readReports,
      readAnswers,
      sha256,
      memory,
    });
    const writer = new GithubPullRequestWriter(key, { transport, app, patience: [0], memory });
    const { decision, results } = await judgePullRequest({ reader, writer, packing, clock: systemClock }, key, {
      write: true,
    });
    const failed = results.find(({ error }) => error !== null);
    if (decision === null) throw new Error('nothing was judged');
    if (failed !== undefined) throw new Error(`a write failed: ${String(failed.error)}`);
  };
}
