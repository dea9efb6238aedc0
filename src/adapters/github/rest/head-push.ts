import { Fault } from '../../fault.ts';
import { at, textAt } from '../json-value.ts';
import type { Target } from '../query/piece.ts';
import { faultOfErrors } from '../transport/answer-fault.ts';
import type { Transport } from '../transport/transport.ts';
import { restPages } from './pages.ts';
import { repositoryName } from './repository-name.ts';

const query = `query ReadHeadBranch($owner: String!, $repo: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) {
    headRefOid headRefName headRepository { nameWithOwner }
  } }
}`;

/**
 * When a commit became the head of a pull request, by GitHub's log of the branch: a commit that was pushed elsewhere long
 * ago may have become it a moment ago (github-facts T8). `unread` = the log can't be read, as of a private fork; null = it
 * isn't the head any more, or the log doesn't tell of it yet. Throws a Fault.
 */
export async function readHeadPush(
  transport: Transport,
  { owner, repo, number }: Target,
  sha: string,
): Promise<string | null> {
  const { data, errors } = await transport.graphql(query, { owner, repo, number });
  const fault = faultOfErrors('the head of a pull request', errors);
  if (fault !== null) throw fault;
  const pull = at(data, 'repository', 'pullRequest');
  const ref = textAt(pull, 'headRefName');
  if (textAt(pull, 'headRefOid') !== sha || ref === null) return null;
  const name = repositoryName(textAt(pull, 'headRepository', 'nameWithOwner') ?? '');
  if (name === null) return 'unread';
  const newest = await readNewest(transport, { ...name, ref: `refs/heads/${ref}` });
  if (newest === undefined) return 'unread';
  return textAt(newest, 'after') === sha ? textAt(newest, 'timestamp') : null;
}

/** undefined = there is none to be read. */
async function readNewest(transport: Transport, values: Readonly<Record<string, string>>): Promise<unknown> {
  try {
    const { items } = await restPages(transport, {
      template: '/repos/{owner}/{repo}/activity',
      values,
      items: (data) => (Array.isArray(data) ? (data as readonly unknown[]) : []),
      mostPages: 1,
    });
    return items[0];
  } catch (error) {
    const codes = ['github_not_found', 'github_forbidden'];
    if (error instanceof Fault && codes.includes(error.code)) return undefined;
    throw error;
  }
}
