import type { CheckConclusion } from '../../src/sandbox/state/check.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import type { JudgingWorld } from './judging.ts';
import { evalsWorkflow } from './scenes.ts';

type World = Pick<JudgingWorld, 'sandbox' | 'repository' | 'people'>;

/** Both evals of the sample run on the head: the offline one succeeds, the other ends as it is told. */
export async function runEvals(world: World, pull: PullRequest, second: CheckConclusion = 'success'): Promise<void> {
  const job = { repository: world.repository, workflow: evalsWorkflow, headSha: pull.head.sha };
  await world.sandbox.completeJob({ ...job, jobName: 'evals / offline', more: true });
  await world.sandbox.completeJob({ ...job, jobName: 'evals / duplicate-ticket', conclusion: second });
}

/** All that `ticketPriority` waits for: both evals, and the approvals of engineering and safety. */
export async function ripen(world: World, pull: PullRequest, second: CheckConclusion = 'success'): Promise<void> {
  await runEvals(world, pull, second);
  await world.sandbox.review(pull, world.people.bob, 'APPROVE');
  await world.sandbox.review(pull, world.people.carol, 'APPROVE');
}
