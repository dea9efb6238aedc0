import { Fault } from '../../fault.ts';
import { at, booleanAt, listAt, numberAt, textAt } from '../json-value.ts';
import type { RepositoryName } from '../rest/repository-name.ts';
import { faultOfErrors } from '../transport/answer-fault.ts';
import type { Transport } from '../transport/transport.ts';
import type { MergedPullRequest } from '../../../reconcile/ports/history.ts';

const query = `query MergedPullRequests($owner: String!, $repo: String!, $first: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequests(states: [MERGED], orderBy: { field: CREATED_AT, direction: DESC }, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor } 
      nodes { number title url mergedAt baseRefOid files(first: 100) { nodes { path } } }
    }
  }
}`;

/** Pull requests a page, each with up to 100 paths: far below the 500,000 nodes that GitHub allows a query. */
const pageSize = 50;

/** The newest merged pull requests, by when they were opened, newest first. Throws a `Fault`. */
export async function mergedPullRequests(
  transport: Transport,
  { owner, repo }: RepositoryName,
  most: number,
): Promise<readonly MergedPullRequest[]> {
  const found: MergedPullRequest[] = [];
  let after: string | null = null;
  while (found.length < most) {
    const first = Math.min(pageSize, most - found.length);
    const { data, errors } = await transport.graphql(query, { owner, repo, first, after });
    const fault = faultOfErrors('the merged pull requests', errors);
    if (fault !== null) throw fault;
    const page = at(data, 'repository', 'pullRequests');
    const nodes = listAt(page, 'nodes').flatMap(mergedOf);
    const more = booleanAt(page, 'pageInfo', 'hasNextPage');
    // A hole would make the counts those of fewer pull requests than they say.
    if (more === null || nodes.length !== listAt(page, 'nodes').length) {
      throw new Fault('github_answer_incomplete', { message: 'The merged pull requests could not be listed.' });
    }
    found.push(...nodes);
    after = textAt(page, 'pageInfo', 'endCursor');
    if (!more || after === null) break;
  }
  return found;
}

function mergedOf(node: unknown): readonly MergedPullRequest[] {
  const number = numberAt(node, 'number');
  const merged_at = textAt(node, 'mergedAt');
  const base_sha = textAt(node, 'baseRefOid');
  if (number === null || merged_at === null || base_sha === null) return [];
  const paths = listAt(node, 'files', 'nodes').flatMap((file) => textAt(file, 'path') ?? []);
  return [{ number, merged_at, base_sha, title: textAt(node, 'title') ?? '', url: textAt(node, 'url') ?? '', paths }];
}
