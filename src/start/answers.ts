import type { Sandbox } from '../sandbox/server.ts';
import type { Issue, IssueComment, PullRequest } from '../sandbox/state/pull-request.ts';
import { awaited } from './awaited.ts';

const hidden = '<!-- rollout-gate:answer ';

/** The App's answers on a pull request or issue, oldest first, as people read them. */
export function answersOn({ world }: Sandbox, subject: PullRequest | Issue): readonly string[] {
  const isHere = ({ repositoryId, issueNumber, body }: IssueComment): boolean =>
    repositoryId === subject.repositoryId && issueNumber === subject.number && body.includes(hidden);
  return [...world.issueComments.values()]
    .filter(isHere)
    .map(({ body }) => body.slice(0, body.lastIndexOf(hidden)).trimEnd());
}

/** The next answer after the first `count`; throws when there is none after 30 seconds. */
export function awaitAnswer(sandbox: Sandbox, subject: PullRequest | Issue, count: number): Promise<string> {
  return awaited(
    sandbox,
    () => answersOn(sandbox, subject)[count] ?? null,
    () => `the App has not answered on #${subject.number}`,
  );
}
