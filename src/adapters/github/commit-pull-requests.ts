import { Fault } from '../fault.ts';
import { listAt, numberAt, textAt } from './json-value.ts';
import { faultOfErrors } from './transport/answer-fault.ts';
import { restPages } from './rest/pages.ts';
import type { Transport } from './transport/transport.ts';
import type { RepositoryName } from './rest/repository-name.ts';

/** Numbers of the open pull requests whose head is a commit: events of forks name none (github-checked rule 23). Throws a `Fault`. */
export async function openPullRequestsOfCommit(
  transport: Transport,
  { owner, repo }: RepositoryName,
  sha: string,
): Promise<readonly number[]> {
  const query = `query PullRequestsOfCommit($owner: String!, $repo: String!, $sha: GitObjectID!) {
    repository(owner: $owner, name: $repo) { object(oid: $sha) { ... on Commit {
      associatedPullRequests(first: 100) { nodes { number state headRefOid repository { nameWithOwner } } }
    } } }
  }`;
  const { data, errors } = await transport.graphql(query, { owner, repo, sha });
  // No list must not look like an empty one: nothing would be judged, and nobody told.
  const fault = faultOfErrors('which pull requests have a commit', errors);
  if (fault !== null) throw fault;
  const full = `${owner}/${repo}`.toLowerCase();
  return listAt(data, 'repository', 'object', 'associatedPullRequests', 'nodes')
    .filter((node) => textAt(node, 'state') === 'OPEN' && textAt(node, 'headRefOid') === sha)
    .filter((node) => textAt(node, 'repository', 'nameWithOwner')?.toLowerCase() === full)
    .flatMap((node) => numberAt(node, 'number') ?? [])
    .sort((a, b) => a - b);
}

/** Numbers of all open pull requests of a repository, at most 1,000 (or 100 for each page). */
export async function openPullRequests(
  transport: Transport,
  { owner, repo }: RepositoryName,
  mostPages = 10,
): Promise<{ readonly complete: boolean; readonly numbers: readonly number[] }> {
  const list = await restPages(transport, {
    template: '/repos/{owner}/{repo}/pulls',
    values: { owner, repo, state: 'open' },
    items: (data) => (Array.isArray(data) ? (data as readonly unknown[]) : []),
    mostPages,
  });
  return { complete: list.complete, numbers: list.items.flatMap((pull) => numberAt(pull, 'number') ?? []) };
}

/** All of them, however many. Throws `github_answer_incomplete` rather than leave one out. */
export async function everyOpenPullRequest(transport: Transport, name: RepositoryName): Promise<readonly number[]> {
  const { complete, numbers } = await openPullRequests(transport, name, 100);
  if (complete) return numbers;
  throw new Fault('github_answer_incomplete', { message: 'Not all open pull requests could be listed.' });
}
