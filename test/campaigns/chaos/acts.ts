import type { Dice } from '../approvals/history.ts';
import { evalsWorkflow } from '../../support/scenes.ts';
import type { JudgingWorld } from '../../support/judging.ts';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';

/** Something that people or machines do to a pull request, as it happens in a busy hour. */
export async function act(world: JudgingWorld, pull: PullRequest, dice: Dice, turn: number): Promise<void> {
  const { sandbox, repository, people } = world;
  const job = (jobName: string, conclusion: 'success' | 'failure') =>
    sandbox.completeJob({
      repository,
      workflow: evalsWorkflow,
      headSha: pull.head.sha,
      jobName,
      conclusion,
      more: dice(2) === 0,
    });
  const reviewer = dice(2) === 0 ? people.bob : people.carol;
  switch (dice(10)) {
    case 0:
    case 1:
      await sandbox.push(repository, pull.head.ref, {
        files: { [`tools/create_ticket_${dice(3)}.json`]: `{ "turn": ${turn} }\n` },
        pusher: people.alice,
      });
      return;
    case 2:
      await sandbox.review(pull, reviewer, 'REQUEST_CHANGES', 'Not yet.');
      return;
    case 3:
    case 4:
      await sandbox.review(pull, reviewer, 'APPROVE', 'Good.');
      return;
    case 5:
      await sandbox.comment(pull, reviewer, '/block because I want to look again');
      return;
    case 6:
      await sandbox.comment(pull, reviewer, '/unblock');
      return;
    case 7:
      await sandbox.comment(pull, reviewer, '/status');
      return;
    default:
      await job(dice(2) === 0 ? 'evals / offline' : 'evals / duplicate-ticket', dice(5) === 0 ? 'failure' : 'success');
  }
}
