import type { JudgedGroup } from '../../src/reconcile/judge-merge-group.ts';
import type { FileChanges } from '../../src/sandbox/driver/repositories.ts';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { MergeGroup } from '../../src/sandbox/state/merge-queue.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import type { MergeQueueParameters } from '../../src/sandbox/state/repository.ts';
import { runsOn } from './judged.ts';
import { groupJudge } from './judging-groups.ts';
import { openJudgingWorld } from './judging.ts';
import { addMergeQueue, queueIn } from './merge-queue.ts';
import { ripen } from './ripe.ts';
import { evalsWorkflow, ticketPriority } from './scenes.ts';

/** The sample's evals, for merge groups as well. */
export const listening = (sampleFiles[evalsWorkflow] ?? '').replace(
  '  pull_request:\n',
  '  pull_request:\n  merge_group:\n',
);

/** A change of a surface of its own. */
function change(name: string, files: FileChanges, surface: string): FileChanges {
  const { 'tools/create_ticket.json': _tool, ...own } = ticketPriority(name, files);
  const record = String(own[`changes/${name}/change.yaml`]).replace('[capability_contract]', `[${surface}]`);
  return { ...own, [`changes/${name}/change.yaml`]: record };
}

/** A change of the prompts alone. */
export const prompts = (name = 'prompts'): FileChanges =>
  change(name, { 'prompts/support/system.md': `${name}\n` }, 'prompt_bundle');

/** What `checkOn` says of a gate. */
export const success = 'rollout-gate completed success';
export const failure = 'rollout-gate completed failure';
export const waiting = 'rollout-gate in_progress';

/** Codes of what is not mere advice. */
export function codes({ decisions }: JudgedGroup): readonly string[] {
  return decisions.flatMap(({ reasons }) =>
    reasons.filter(({ effect }) => effect !== 'advise').map(({ code }) => code),
  );
}

export type QueueStage = Awaited<ReturnType<typeof openQueueStage>>;

/** A world with a clock that is set by hand, its merge queue, and the judging of its groups. */
export async function openQueueStage() {
  const clock = { now: new Date('2026-11-21T10:00:00Z') };
  const world = await openJudgingWorld({ now: () => clock.now });
  const { sandbox, repository, people } = world;

  /** Lets the evals run for merge groups as well. */
  async function listen(): Promise<void> {
    await sandbox.push(repository, 'main', { files: { [evalsWorkflow]: listening }, pusher: people.grace });
  }

  /** Both evals run on a commit. */
  async function evalsOn(
    sha: string,
    event: string,
    conclusion: 'success' | 'failure' | null = 'success',
  ): Promise<void> {
    const job = { repository, workflow: evalsWorkflow, headSha: sha, conclusion, event };
    await sandbox.completeJob({ ...job, jobName: 'evals / offline', more: true });
    await sandbox.completeJob({ ...job, jobName: 'evals / duplicate-ticket' });
  }

  /** A governed pull request that has all it needs. */
  async function green(branch: string, files: FileChanges): Promise<PullRequest> {
    const pull = await world.open(branch, files);
    await ripen(world, pull);
    await world.judge(pull);
    return pull;
  }

  /** Makes the queue, and lets alice put pull requests into it. */
  async function queued(pulls: readonly PullRequest[], rule: Partial<MergeQueueParameters> = {}): Promise<void> {
    addMergeQueue(sandbox, repository, rule);
    for (const pull of pulls) await sandbox.enqueue(pull, people.alice);
  }

  function groups(): readonly MergeGroup[] {
    return queueIn(sandbox, repository).flatMap(({ group }) => group ?? []);
  }

  function group(index: number): MergeGroup {
    const found = groups()[index];
    if (found === undefined) throw new Error(`there is no group ${index}`);
    return found;
  }

  /** Name, state and conclusion of our runs on a group. */
  function checkOn({ headSha }: Pick<MergeGroup, 'headSha'>): string {
    return runsOn(world, headSha)
      .map(({ name, status, conclusion }) => `${name} ${status} ${conclusion ?? ''}`.trim())
      .join(', ');
  }

  return { world, clock, judgeGroup: groupJudge(world), listen, evalsOn, green, queued, groups, group, checkOn };
}
