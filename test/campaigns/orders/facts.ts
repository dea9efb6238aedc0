import type { Sandbox } from '../../../src/sandbox/server.ts';
import type { Sample } from '../../../src/sandbox/seed/sample.ts';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import { evalsWorkflow, ticketPriority } from '../../support/scenes.ts';

/** Something that happens on GitHub, and the event whose delivery tells of it. */
export interface Fact {
  readonly name: string;
  readonly event: string;
  readonly action: string;
  readonly happen: (sandbox: Sandbox, sample: Sample) => Promise<unknown>;
}

const branch = 'alice/tickets';

/** The objects of the world as it is now: what a sample holds are those of an older copy. */
const repositoryOf = ({ world }: Sandbox, { repository }: Sample) =>
  world.repositories.get(repository.id) ?? repository;

function pullOf({ world }: Sandbox): PullRequest {
  const [pull] = world.pullRequests.values();
  if (pull === undefined) throw new Error('the pull request is not open yet');
  return pull;
}

const job =
  (jobName: string): Fact['happen'] =>
  (sandbox, sample) =>
    sandbox.completeJob({
      repository: repositoryOf(sandbox, sample),
      workflow: evalsWorkflow,
      headSha: pullOf(sandbox).head.sha,
      jobName,
    });

/** The life of a change of high risk in eight events: opened, amended, measured, reviewed, doubted, blocked. */
export const facts: readonly Fact[] = [
  {
    name: 'opened',
    event: 'pull_request',
    action: 'opened',
    happen: async (sandbox, sample) => {
      const repository = repositoryOf(sandbox, sample);
      const author = sample.people.alice;
      await sandbox.push(repository, branch, { files: ticketPriority(), pusher: author });
      await sandbox.openPullRequest(repository, { author, title: 'Tickets', head: branch });
    },
  },
  {
    name: 'pushed',
    event: 'pull_request',
    action: 'synchronize',
    happen: (sandbox, sample) =>
      sandbox.push(repositoryOf(sandbox, sample), branch, {
        files: { 'tools/create_ticket.json': '{ "name": "create_ticket", "priority": "always" }\n' },
        pusher: sample.people.alice,
      }),
  },
  { name: 'offline eval', event: 'workflow_run', action: 'completed', happen: job('evals / offline') },
  { name: 'duplicate eval', event: 'workflow_run', action: 'completed', happen: job('evals / duplicate-ticket') },
  {
    name: 'bob approves',
    event: 'pull_request_review',
    action: 'submitted',
    happen: (sandbox, { people }) => sandbox.review(pullOf(sandbox), people.bob, 'APPROVE', 'Good.'),
  },
  {
    name: 'carol doubts',
    event: 'pull_request_review',
    action: 'submitted',
    happen: (sandbox, { people }) => sandbox.review(pullOf(sandbox), people.carol, 'REQUEST_CHANGES', 'Why?'),
  },
  {
    name: 'carol approves',
    event: 'pull_request_review',
    action: 'submitted',
    happen: (sandbox, { people }) => sandbox.review(pullOf(sandbox), people.carol, 'APPROVE', 'I see.'),
  },
  {
    name: 'bob blocks',
    event: 'issue_comment',
    action: 'created',
    happen: (sandbox, { people }) => sandbox.comment(pullOf(sandbox), people.bob, '/block the prices are wrong'),
  },
];
