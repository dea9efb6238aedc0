import { listAt, numberAt, textAt } from './json-value.ts';
import type { RepositoryName } from './rest/repository-name.ts';
import { faultOfErrors } from './transport/answer-fault.ts';
import type { Transport } from './transport/transport.ts';

/** Heads of the groups that a queued pull request stands in: its own and those built on it. Throws a `Fault`. */
export async function groupsOf(
  transport: Transport,
  { owner, repo }: RepositoryName,
  branch: string,
  number: number,
): Promise<readonly string[]> {
  const query = `query GroupsOfPullRequest($owner: String!, $repo: String!, $branch: String!) {
    repository(owner: $owner, name: $repo) { mergeQueue(branch: $branch) { entries(first: 100) {
      nodes { position headCommit { oid } pullRequest { number } }
    } } }
  }`;
  const { data, errors } = await transport.graphql(query, { owner, repo, branch });
  const fault = faultOfErrors('which groups of the merge queue a pull request stands in', errors);
  if (fault !== null) throw fault;
  const entries = listAt(data, 'repository', 'mergeQueue', 'entries', 'nodes');
  const own = entries.find((entry) => numberAt(entry, 'pullRequest', 'number') === number);
  const from = numberAt(own, 'position');
  if (from === null) return [];
  return entries
    .filter((entry) => (numberAt(entry, 'position') ?? 0) >= from)
    .flatMap((entry) => textAt(entry, 'headCommit', 'oid') ?? []);
}
