import type { Pressed } from '../../reconcile/ports/pressed.ts';
import type { PullRequestKey } from '../../reconcile/ports.ts';
import { Fault } from '../fault.ts';
import { GithubIncidents, type IncidentOptions } from './incidents.ts';
import { booleanAt, listAt, textAt } from './json-value.ts';
import { isFreshReview, pullRequestText } from './memory.ts';
import { faultOfErrors } from './transport/answer-fault.ts';
import { restPath } from './transport/transport.ts';

/** Writes what a press of a button brought, unless it is there: it is looked for by its hidden first line. */
export async function writePressed(options: IncidentOptions, key: PullRequestKey, what: Pressed): Promise<void> {
  const { owner, repo, number } = key;
  if (what.kind === 'comment') {
    await new GithubIncidents(options).mention({ owner, repo }, number, what.marker, what.body);
    return;
  }
  const { memory } = options;
  const place = pullRequestText(key);
  // GitHub's replicas show a write at most 10 seconds late (github-facts F23).
  if ((await isReviewed(options, key, what.marker)) || isFreshReview(memory, place, what.marker)) return;
  const { body, comments, head_sha } = what;
  const path = restPath('/repos/{owner}/{repo}/pulls/{number}/reviews', { owner, repo, number });
  const lines = comments.map(({ path: file, line, start_line, body: text }) => ({
    path: file,
    line,
    side: 'RIGHT',
    ...(start_line === null ? {} : { start_line, start_side: 'RIGHT' }),
    body: text,
  }));
  try {
    const request = { commit_id: head_sha, event: 'COMMENT', body, comments: lines };
    await options.transport.rest({ method: 'POST', path, body: request });
    memory.freshReviews.set(`${place} ${what.marker}`, Date.now());
  } catch (error) {
    // A head that has moved takes no suggestions at its old lines. What got no answer is looked for when the press is tried
    // again, which is later than any replica lags.
    if (error instanceof Fault && error.code === 'github_invalid') return;
    throw error;
  }
}

async function isReviewed(
  { transport }: IncidentOptions,
  { owner, repo, number }: PullRequestKey,
  marker: string,
): Promise<boolean> {
  const query = `query ReadOwnReviews($owner: String!, $repo: String!, $number: Int!) {
    repository(owner: $owner, name: $repo) { pullRequest(number: $number) {
      reviews(last: 100) { nodes { viewerDidAuthor body } }
    } }
  }`;
  const { data, errors } = await transport.graphql(query, { owner, repo, number });
  const fault = faultOfErrors('our own reviews', errors);
  if (fault !== null) throw fault;
  return listAt(data, 'repository', 'pullRequest', 'reviews', 'nodes').some(
    (node) => booleanAt(node, 'viewerDidAuthor') === true && textAt(node, 'body')?.startsWith(marker) === true,
  );
}
