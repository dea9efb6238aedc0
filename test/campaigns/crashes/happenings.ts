import type { CheckRun } from '../../../src/sandbox/state/check.ts';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import { sampleFiles } from '../../../src/sandbox/seed/files.ts';
import { evalsWorkflow } from '../../support/scenes.ts';
import type { Stage } from './stage.ts';

export function pushToMain({ sandbox, sample }: Stage, files: Record<string, string>): Promise<string> {
  return sandbox.push(sample.repository, 'main', { files, pusher: sample.people.grace });
}

export function evalJob({ sandbox, sample }: Stage, pull: PullRequest, jobName: string): Promise<unknown> {
  const more = jobName === 'evals / offline';
  return sandbox.completeJob({
    repository: sample.repository,
    workflow: evalsWorkflow,
    headSha: pull.head.sha,
    jobName,
    more,
  });
}

/** Opens an issue that blocks every change, by a policy that looks for its label. */
export async function blockingIssue(stage: Stage): Promise<void> {
  const { sandbox, sample } = stage;
  const policy = sampleFiles['.github/rollout-gate.yml'] ?? '';
  await pushToMain(stage, {
    '.github/rollout-gate.yml': `${policy}findings:\n  issues: { label: blocking-finding }\n`,
  });
  await sandbox.openIssue(sample.repository, sample.people.bob, {
    title: 'Prices leak',
    labels: ['blocking-finding'],
  });
}

/** The newest gate check on the head. */
export function gateOf({ sandbox }: Stage, pull: PullRequest): CheckRun {
  const runs = [...sandbox.world.checkRuns.values()];
  const gate = runs.findLast(({ name, headSha }) => name === 'rollout-gate' && headSha === pull.head.sha);
  if (gate === undefined) throw new Error('there is no gate check');
  return gate;
}
