import { fixedClock, systemClock } from '../adapters/clock.ts';
import { packing } from '../adapters/digest/packing.ts';
import { Fault, faultOf } from '../adapters/fault.ts';
import { everyOpenPullRequest, openPullRequestsOfCommit } from '../adapters/github/commit-pull-requests.ts';
import { installationRepositories } from '../adapters/github/installation-repositories.ts';
import { readingMemory } from '../adapters/github/memory.ts';
import { organizationPolicy } from '../adapters/github/organization-policy.ts';
import type { Limiter } from '../adapters/github/limiter/limiter.ts';
import { GithubPullRequestReader } from '../adapters/github/pull-request-reader.ts';
import { GithubPullRequestWriter } from '../adapters/github/pull-request-writer.ts';
import type { ReaderOptions } from '../adapters/github/reader-options.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';
import { judgePullRequest } from '../reconcile/judge-pull-request.ts';
import { marks } from '../reconcile/marks.ts';
import { needsOf } from '../reconcile/needs.ts';
import { editsPolicy } from '../reconcile/policy-edit.ts';
import { nextMoment } from '../reconcile/next-moment.ts';
import { answersReader } from '../reconcile/answers.ts';
import type { Inbox, Lane } from '../reconcile/ports/inbox.ts';
import type { PullRequestKey, PullRequestReader, PullRequestWriter, WriteBudget } from '../reconcile/ports.ts';
import { policyLocation, policyLocationForm } from '../records/policy/location.ts';
import { reportReader } from '../reconcile/report-reading.ts';
import { reportFault } from '../reconcile/report-fault.ts';
import { faults } from '../generated/codes.ts';
import type { Settings } from '../settings/settings.ts';
import { commands } from './commands.ts';
import { defaultBranchWatch } from './default-branch.ts';
import type { Connect } from './connections.ts';
import type { Framework } from './framework.ts';
import { incidentCommands } from './incident-commands.ts';
import type { Log } from './log/log.ts';
import { groupsOfPullRequest, mergeGroups } from './merge-groups.ts';
import type { Metrics } from './metrics/metrics.ts';
import { withPatience } from './patience.ts';
import { createPolicyEdits } from './policy-edits.ts';
import { answerPress } from './presses.ts';
import type { Follow, Place, Task } from './task.ts';

/** Whether the work is still this process's; asked before each write. */
type Held = () => Promise<boolean>;

/** What follows from a judgement. */
interface AfterJudging {
  /** When it has to be judged again although nothing happens; null = never. */
  readonly due: number | null;
  /** When there is room for what was left out of it; null = nothing was. */
  readonly rest: number | null;
  /** The branch in whose merge queue it stands; null = in none. */
  readonly queue: string | null;
  /** Whether it edits the policy, which is looked at apart. */
  readonly edits_policy: boolean;
}

export interface Judging {
  /**
   * Does one task and answers what follows from it. Nothing is written once `isHeld` says no (fault `lease_lost`). Throws
   * what failed, after it was said on the pull request.
   */
  readonly take: (task: Task, lane: Lane, isHeld: Held) => Promise<readonly Follow[]>;
}

export interface JudgingOptions {
  readonly settings: Settings;
  readonly framework: Omit<Framework, 'asApp'>;
  readonly connect: Connect;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly inbox: Pick<Inbox, 'note' | 'keepNote'>;
  readonly limiter: Limiter;
  /** Takes secrets out of what is shown on a pull request (threat T28). */
  readonly redact: (text: string) => string;
}

/** With what a task is done. */
interface Given {
  readonly place: Place;
  readonly lane: Lane;
  readonly isHeld: Held;
}

/** Puts the ports together: a transport per token, one memory for the process. */
export function createJudging(options: JudgingOptions): Judging {
  const { settings, framework, connect, log, metrics, inbox, limiter, redact } = options;
  const memory = readingMemory();
  const readReports = reportReader(packing.sha256);
  const readAnswers = answersReader(packing.sha256);
  const clock = settings.fixedNow === null ? systemClock : fixedClock(settings.fixedNow);
  const answer = commands({ inbox, memory, clock, packing });
  const answerOnIncident = incidentCommands({ inbox, memory, clock });
  const transportFor = async ({ installationId, repositoryId }: Place, lane: Lane): Promise<Transport> =>
    connect(await framework.token(installationId, repositoryId), { installation: installationId, lane });

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

  const app = settings.appId;
  const watchDefaultBranch = defaultBranchWatch({ inbox, memory, clock, app, organizationPolicy: policy });
  const lookAtPolicyEdit = createPolicyEdits(clock);
  const judgeGroup = mergeGroups({ clock, log, metrics, redact });
  const readingOver = (transport: Transport): ReaderOptions => ({
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
  const readerWith = (transport: Transport): PullRequestReader => new GithubPullRequestReader(readingOver(transport));

  const writerOf = (key: PullRequestKey, transport: Transport, isHeld: Held): PullRequestWriter => {
    const github = new GithubPullRequestWriter(key, { transport, app, memory });
    return {
      write: async (observation, writes) => {
        if (!(await isHeld())) throw new Fault('lease_lost', { message: 'Another process judges this pull request.' });
        return github.write(observation, writes);
      },
    };
  };

  const judge = async (
    key: PullRequestKey,
    transport: Transport,
    budget: WriteBudget,
    isHeld: Held,
  ): Promise<AfterJudging> => {
    const reader = readerWith(transport);
    const writer = writerOf(key, transport, isHeld);
    const parts = { reader, writer, packing, clock };
    const name = `${key.owner}/${key.repo}#${key.number}`;
    let after: AfterJudging = { due: null, rest: null, queue: null, edits_policy: false };
    try {
      await withPatience(async () => {
        const started = performance.now();
        const judged = await judgePullRequest(parts, key, { write: true, asks: true, budget });
        const { decision, observation, writes, results } = judged;
        const queue = observation.in_merge_queue === true ? (decision?.subject.base_ref ?? null) : null;
        const { snapshot } = observation;
        const edits_policy = snapshot?.pull_request.state === 'open' && editsPolicy(snapshot);
        after = { due: nextMoment(observation, new Date()), rest: judged.later, queue, edits_policy };
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
    return after;
  };

  /**
   * A judgement that is made again when time alone changes it (a waiver runs out with no push and no human), and when there
   * is room for what was left out.
   */
  const judged = async (key: PullRequestKey, { place, lane, isHeld }: Given): Promise<readonly Follow[]> => {
    const transport = await transportFor(place, lane);
    const budget = { shed: (creations: number) => limiter.shed(place.installationId, lane, creations) };
    const { due, rest, queue, edits_policy } = await judge(key, transport, budget, isHeld);
    const again = { key: { kind: 'pull_request', ...key } as const, place };
    const later: readonly Follow[] = [
      ...(due === null ? [] : [{ ...again, due }]),
      ...(rest === null ? [] : [{ ...again, due: rest, lane: 'sweep' as const }]),
      ...(edits_policy ? [{ key: { kind: 'policy_edit', ...key } as const, place, lane: 'sweep' as const }] : []),
    ];
    return queue === null ? later : [...later, ...(await groupsOfPullRequest(key, queue, place, { transport }))];
  };

  const commanded = async ({ key, comment }: Task, given: Given): Promise<readonly Follow[]> => {
    if (key.kind !== 'command' || comment === undefined) return [];
    const { owner, repo, number } = key;
    const pull = { owner, repo, number };
    const transport = await transportFor(given.place, given.lane);
    if (comment.on === 'issue') {
      const { run, lifts } = await answerOnIncident(pull, comment, { ...readingOver(transport), isHeld: given.isHeld });
      log.info({ issue: `${owner}/${repo}#${number}`, comment: comment.id, ...run }, 'command');
      return lifts ? [{ key: { kind: 'repository', owner, repo }, place: given.place }] : [];
    }
    const run = await answer(pull, comment, { transport, reader: readerWith(transport), isHeld: given.isHeld });
    log.info({ pull_request: `${owner}/${repo}#${number}`, comment: comment.id, ...run }, 'command');
    return run.kind === 'answered' ? judged(pull, given) : [];
  };

  /** Each of them a task of its own, after what people wait for. */
  const repositoriesOf = async (installationId: number, lane: Lane): Promise<readonly Follow[]> => {
    const list = await installationRepositories(await transportFor({ installationId, repositoryId: null }, lane));
    return list.map(({ id, owner, repo }) => ({
      key: { kind: 'repository', owner, repo },
      place: { installationId, repositoryId: id },
      lane: 'sweep',
    }));
  };

  return {
    async take(task, lane, isHeld) {
      const { key, place } = task;
      const given = { place, lane, isHeld };
      if (key.kind === 'command') return commanded(task, given);
      if (key.kind === 'press') {
        const { owner, repo } = key;
        // A person waits for it.
        const transport = await transportFor(place, 'command');
        const again = await answerPress(key, { transport, reader: readerWith(transport), memory, clock, app, isHeld });
        return again.map((number) => ({ key: { kind: 'pull_request', owner, repo, number }, place }));
      }
      if (key.kind === 'default_branch') {
        const { owner, repo } = key;
        const looks = await watchDefaultBranch({ owner, repo }, await transportFor(place, lane), isHeld);
        const found = looks.flatMap(({ bypasses }) => bypasses);
        log.info({ repository: `${owner}/${repo}`, bypasses: found.map(({ commit }) => commit) }, 'default branch');
        // A hold that began is told on the open pull requests.
        return found.length === 0 ? [] : [{ key: { kind: 'repository', owner, repo }, place }];
      }
      if (key.kind === 'pull_request') {
        const { owner, repo, number } = key;
        return judged({ owner, repo, number }, given);
      }
      if (key.kind === 'policy_edit') {
        const { owner, repo, number } = key;
        const pull = { owner, repo, number };
        const transport = await transportFor(place, lane);
        await lookAtPolicyEdit(pull, readingOver(transport), writerOf(pull, transport, isHeld));
        log.info({ pull_request: `${owner}/${repo}#${number}` }, 'policy edit');
        return [];
      }
      if (key.kind === 'merge_group') {
        return judgeGroup(key, place, readingOver(await transportFor(place, lane)), isHeld);
      }
      if (key.kind === 'installation') return repositoriesOf(place.installationId, lane);
      if (key.kind !== 'commit' && key.kind !== 'repository') return [];
      const transport = await transportFor(place, lane);
      const numbers =
        key.kind === 'commit'
          ? await openPullRequestsOfCommit(transport, key, key.sha)
          : await everyOpenPullRequest(transport, key);
      const { owner, repo } = key;
      return numbers.map((number) => ({ key: { kind: 'pull_request', owner, repo, number }, place }));
    },
  };
}
