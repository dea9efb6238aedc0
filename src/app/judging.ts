import { fixedClock, systemClock } from '../adapters/clock.ts';
import { packing } from '../adapters/digest/packing.ts';
import { Fault, faultOf } from '../adapters/fault.ts';
import { openPullRequests, openPullRequestsOfCommit } from '../adapters/github/commit-pull-requests.ts';
import { readingMemory } from '../adapters/github/memory.ts';
import { organizationPolicy } from '../adapters/github/organization-policy.ts';
import { GithubPullRequestReader } from '../adapters/github/pull-request-reader.ts';
import { GithubPullRequestWriter } from '../adapters/github/pull-request-writer.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';
import { judgePullRequest } from '../reconcile/judge-pull-request.ts';
import { marks } from '../reconcile/marks.ts';
import { needsOf } from '../reconcile/needs.ts';
import { readAnswers } from '../reconcile/answers.ts';
import type { PullRequestKey, PullRequestWriter } from '../reconcile/ports.ts';
import { policyLocation, policyLocationForm } from '../records/policy/location.ts';
import { reportReader } from '../reconcile/report-reading.ts';
import { reportFault } from '../reconcile/report-fault.ts';
import { faults } from '../generated/codes.ts';
import type { Settings } from '../settings/settings.ts';
import type { Connect } from './connections.ts';
import type { Framework } from './framework.ts';
import type { Log } from './log/log.ts';
import type { Metrics } from './metrics/metrics.ts';
import { withPatience } from './patience.ts';
import type { Follow, Place, Task } from './task.ts';

export interface Judging {
  /**
   * Does one task and answers what follows from it. Nothing is written once `isHeld` says no (fault `lease_lost`). Throws
   * what failed, after it was said on the pull request.
   */
  readonly take: (task: Task, isHeld: () => Promise<boolean>) => Promise<readonly Follow[]>;
}

export interface JudgingOptions {
  readonly settings: Settings;
  readonly framework: Framework;
  readonly connect: Connect;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Takes secrets out of what is shown on a pull request (threat T28). */
  readonly redact: (text: string) => string;
}

/** Puts the ports together: a transport per token, one memory for the process. */
export function createJudging({ settings, framework, connect, log, metrics, redact }: JudgingOptions): Judging {
  const memory = readingMemory();
  const readReports = reportReader(packing.sha256);
  const clock = settings.fixedNow === null ? systemClock : fixedClock(settings.fixedNow);
  const transportFor = async ({ installationId, repositoryId }: Place): Promise<Transport> =>
    connect(await framework.token(installationId, repositoryId));

  const policyFile = policyLocation(settings.organizationPolicy ?? '');
  if (settings.organizationPolicy !== null && policyFile === null) {
    throw new Fault('settings_invalid', {
      message: `ORGANIZATION_POLICY can not be used: expected ${policyLocationForm}.`,
    });
  }
  const policy =
    policyFile === null
      ? undefined
      : organizationPolicy(policyFile, async () => connect(await framework.contentsToken(policyFile)));

  const judge = async (key: PullRequestKey, transport: Transport, isHeld: () => Promise<boolean>): Promise<void> => {
    const app = settings.appId;
    const reader = new GithubPullRequestReader({
      transport,
      app,
      organizationPolicy: policy,
      marks,
      needsOf,
      readReports,
      readAnswers,
      sha256: packing.sha256,
      memory,
    });
    const github = new GithubPullRequestWriter(key, { transport, app, memory });
    const writer: PullRequestWriter = {
      write: async (observation, writes) => {
        if (!(await isHeld())) throw new Fault('lease_lost', { message: 'Another process judges this pull request.' });
        return github.write(observation, writes);
      },
    };
    const parts = { reader, writer, packing, clock };
    const name = `${key.owner}/${key.repo}#${key.number}`;
    try {
      await withPatience(async () => {
        const started = performance.now();
        const { decision, writes, results } = await judgePullRequest(parts, key, { write: true, asks: true });
        metrics.judged(decision, (performance.now() - started) / 1_000);
        log.info({ pull_request: name, verdict: decision?.verdict ?? null, writes: results.length }, 'judged');
        const failed = results
          .map(({ error }, index) => ({ error, kind: writes[index]?.kind }))
          .filter(({ error }) => error !== null);
        for (const { error } of failed) log.error({ pull_request: name }, `a write failed: ${error ?? ''}`);
        // A comment that can't be written (a locked conversation, say) is no reason to close the gate.
        const [check] = failed.filter(({ kind }) => kind === 'check_run');
        if (check === undefined) return;
        throw new Fault('github_answer_incomplete', { message: `A check could not be written: ${check.error ?? ''}` });
      });
    } catch (error) {
      const { code, message, retryable } = faultOf(error);
      const shown = { code, message: redact(message), retryable, next: faults[code].next };
      if (code !== 'lease_lost') await reportFault(parts, key, shown);
      throw error;
    }
  };

  return {
    async take({ key, place }, isHeld) {
      if (key.kind !== 'pull_request' && key.kind !== 'commit' && key.kind !== 'repository') return [];
      const transport = await transportFor(place);
      if (key.kind === 'pull_request') {
        await judge(key, transport, isHeld);
        return [];
      }
      const numbers =
        key.kind === 'commit'
          ? await openPullRequestsOfCommit(transport, key, key.sha)
          : (await openPullRequests(transport, key)).numbers;
      const { owner, repo } = key;
      return numbers.map((number) => ({ key: { kind: 'pull_request', owner, repo, number }, place }));
    },
  };
}
