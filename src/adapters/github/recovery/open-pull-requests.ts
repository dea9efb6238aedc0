import type {
  ClosedIncident,
  ClosedIncidentPage,
  ListedPullRequest,
  OpenPullRequestPage,
  OpenPullRequestReader,
} from '../../../reconcile/ports/open-pull-requests.ts';
import type { RepositoryKey } from '../../../reconcile/ports/default-branch.ts';
import { Fault } from '../../fault.ts';
import { lower } from '../facts/checks.ts';
import { policyPath } from '../facts/policy.ts';
import { at, booleanAt, idAt, listAt, numberAt, textAt } from '../json-value.ts';
import type { ReaderOptions } from '../reader-options.ts';
import { isOneFactOnly } from '../rest/pages.ts';
import { readComparedFiles } from '../rest/comparison.ts';
import { faultOfErrors } from '../transport/answer-fault.ts';
import type { GraphqlAnswer, Transport } from '../transport/transport.ts';

export interface OpenPullRequestOptions {
  readonly transport: Transport;
  readonly app: number;
  readonly marks: Pick<ReaderOptions['marks'], 'gates' | 'incident'>;
}

const ownRuns = `own: checkSuites(first: 5, filterBy: { appId: $app }) { nodes {
  checkRuns(first: 50, filterBy: { checkType: LATEST }) {
    nodes { databaseId name externalId status conclusion startedAt }
  }
} }`;

const incidentFields = 'pageInfo { hasNextPage endCursor } nodes { number updatedAt viewerDidAuthor }';
const byChange = 'labels: [$label], states: [CLOSED], orderBy: { field: UPDATED_AT, direction: DESC }';

const incidentQuery = `query SweepIncidents($owner: String!, $repo: String!, $after: String, $label: String!) {
  repository(owner: $owner, name: $repo) { incidents: issues(first: 100, after: $after, ${byChange}) { ${incidentFields} } }
}`;

/** 50 a page: GitHub gives a query ten seconds. Reviews, comments and suites are told by their number and the newest. */
const pageQuery = `query SweepPullRequests(
  $owner: String!, $repo: String!, $after: String, $app: Int!, $label: String!, $isFirst: Boolean!
) {
  repository(owner: $owner, name: $repo) {
    incidents: issues(first: 20, ${byChange}) @include(if: $isFirst) { ${incidentFields} }
    defaultBranchRef { target { oid ... on Commit { policy: file(path: "${policyPath}") { oid } } } }
    pullRequests(states: [OPEN], first: 50, after: $after, orderBy: { field: CREATED_AT, direction: ASC }) {
      pageInfo { hasNextPage endCursor }
      nodes {
        number isDraft updatedAt headRefOid baseRefName baseRefOid isInMergeQueue
        comments(last: 1) { totalCount nodes { updatedAt } }
        reviews(last: 1) { totalCount nodes { state updatedAt } }
        commits(last: 1) { nodes { commit {
          statusCheckRollup { state }
          checkSuites(first: 20) { totalCount nodes { app { databaseId } status conclusion updatedAt } }
          ${ownRuns}
        } } }
      }
    }
  }
}`;

const queueQuery = `query SweepMergeQueue($owner: String!, $repo: String!, $branch: String!, $app: Int!) {
  repository(owner: $owner, name: $repo) { mergeQueue(branch: $branch) { entries(first: 100) {
    nodes { headCommit { oid ${ownRuns} } }
  } } }
}`;

/** A repository from afar, over its installation's token. */
export class GithubOpenPullRequests implements OpenPullRequestReader {
  readonly #options: OpenPullRequestOptions;

  constructor(options: OpenPullRequestOptions) {
    this.#options = options;
  }

  async page({ owner, repo }: RepositoryKey, after: string | null): Promise<OpenPullRequestPage> {
    const { transport, app, marks } = this.#options;
    const variables = { owner, repo, after, app, label: marks.incident.label, isFirst: after === null };
    const { data } = whole(await transport.graphql(pageQuery, variables));
    const tip = at(data, 'repository', 'defaultBranchRef', 'target');
    const list = at(data, 'repository', 'pullRequests');
    if (list === null) throw incomplete();
    return {
      tip: textAt(tip, 'oid'),
      policy: textAt(tip, 'policy', 'oid'),
      pulls: listAt(list, 'nodes').map((node) => this.#pullRequestOf(node)),
      next: nextOf(list),
      incidents: incidentsOf(data),
    };
  }

  async closedIncidents({ owner, repo }: RepositoryKey, after: string): Promise<ClosedIncidentPage> {
    const { transport, marks } = this.#options;
    const answer = await transport.graphql(incidentQuery, { owner, repo, after, label: marks.incident.label });
    const fault = faultOfErrors('the closed incidents', answer.errors);
    if (fault !== null) throw fault;
    return incidentsOf(answer.data);
  }

  async changed(key: RepositoryKey, before: string, after: string): Promise<readonly string[] | null> {
    try {
      const { complete, list } = await readComparedFiles(this.#options.transport, key, before, after);
      const paths = list.flatMap(({ path, previous_path }) =>
        previous_path === null ? [path] : [path, previous_path],
      );
      return complete ? paths : null;
    } catch (error) {
      // A commit that is there no more, say: the branch was moved by force.
      if (isOneFactOnly(error)) return null;
      throw error;
    }
  }

  async unjudgedGroups({ owner, repo }: RepositoryKey, branch: string): Promise<readonly string[]> {
    const { transport, app } = this.#options;
    const answer = await transport.graphql(queueQuery, { owner, repo, branch, app });
    const fault = faultOfErrors('what stands in a merge queue', answer.errors);
    if (fault !== null) throw fault;
    const heads = listAt(answer.data, 'repository', 'mergeQueue', 'entries', 'nodes').map((node) =>
      at(node, 'headCommit'),
    );
    return heads.flatMap((head) => {
      const sha = textAt(head, 'oid');
      return sha === null || this.#gateOf(head)?.status === 'completed' ? [] : [sha];
    });
  }

  #pullRequestOf(node: unknown): ListedPullRequest {
    const number = numberAt(node, 'number');
    const commit = at(node, 'commits', 'nodes', 0, 'commit');
    if (number === null || commit === null) throw incomplete();
    return {
      number,
      seen: node,
      base_ref: textAt(node, 'baseRefName') ?? '',
      queued: booleanAt(node, 'isInMergeQueue') === true,
      gate: this.#gateOf(commit),
    };
  }

  #gateOf(commit: unknown): ListedPullRequest['gate'] {
    const runs = listAt(commit, 'own', 'nodes').flatMap((suite) => listAt(suite, 'checkRuns', 'nodes'));
    const [newest] = runs
      .filter((run) => this.#options.marks.gates.includes(textAt(run, 'name') ?? ''))
      .toSorted((a, b) => (idAt(b, 'databaseId') ?? 0) - (idAt(a, 'databaseId') ?? 0));
    if (newest === undefined) return null;
    const status = lower(newest, 'status') ?? 'unknown';
    return { status, conclusion: lower(newest, 'conclusion'), started_at: textAt(newest, 'startedAt') };
  }
}

function incidentsOf(data: unknown): ClosedIncidentPage {
  const page = at(data, 'repository', 'incidents');
  const list = listAt(page, 'nodes').flatMap((node): ClosedIncident[] => {
    const number = numberAt(node, 'number');
    const updated = Date.parse(textAt(node, 'updatedAt') ?? '');
    const isOurs = number !== null && booleanAt(node, 'viewerDidAuthor') === true;
    return isOurs && !Number.isNaN(updated) ? [{ number, updated }] : [];
  });
  return { list, next: nextOf(page) };
}

function nextOf(page: unknown): string | null {
  return booleanAt(page, 'pageInfo', 'hasNextPage') === true ? textAt(page, 'pageInfo', 'endCursor') : null;
}

/** What may be kept from the token: what stands in a queue, and issues. */
const mayLack = ['isInMergeQueue', 'incidents'];

/** Nothing else may be missing: a part of a page must not look like all of it. */
function whole(answer: GraphqlAnswer): GraphqlAnswer {
  const fault = faultOfErrors(
    'which pull requests are open',
    answer.errors.filter(({ path }) => !mayLack.includes(String(path.at(-1)))),
  );
  if (fault !== null) throw fault;
  return answer;
}

function incomplete(): Fault {
  return new Fault('github_answer_incomplete', { message: 'Not all open pull requests could be read.' });
}
