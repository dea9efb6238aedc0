import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { CheckRun } from '../../src/sandbox/state/check.ts';
import type { IssueComment, PullRequest } from '../../src/sandbox/state/pull-request.ts';
import type { JudgingWorld } from './judging.ts';

/** Our check runs on a commit, oldest first. */
export function runsOn({ sandbox, installed }: JudgingWorld, sha: string, name?: string): readonly CheckRun[] {
  return [...sandbox.world.checkRuns.values()].filter(
    (run) => run.headSha === sha && run.appId === installed.app.id && (name === undefined || run.name === name),
  );
}

/** State and conclusion of the newest gate on a pull request's head; `none` = there is no gate. */
export function gateOf(world: JudgingWorld, pull: PullRequest): string {
  const run = runsOn(world, pull.head.sha, 'rollout-gate').at(-1);
  return run === undefined ? 'none' : `${run.status} ${run.conclusion ?? ''}`.trim();
}

export function commentsOn({ sandbox }: JudgingWorld, pull: PullRequest): readonly IssueComment[] {
  return [...sandbox.world.issueComments.values()].filter((comment) => comment.issueNumber === pull.number);
}

/** Judges, and answers why approvals don't count for a role. */
export async function notCounted(
  world: JudgingWorld,
  pull: PullRequest,
  role = 'engineering',
): Promise<readonly string[]> {
  const { decision } = await world.judge(pull);
  return decision?.reviews.find((review) => review.role === role)?.not_counted.map(({ code }) => code) ?? [];
}

/** Puts another text of the sample's policy on the default branch. */
export async function pushPolicy(
  { sandbox, repository, people }: JudgingWorld,
  change: (text: string) => string,
): Promise<void> {
  const files = { '.github/rollout-gate.yml': change(sampleFiles['.github/rollout-gate.yml'] ?? '') };
  await sandbox.push(repository, 'main', { files, pusher: people.grace });
}
