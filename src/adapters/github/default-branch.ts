import type { BranchUpdate, GateRun, TiedPullRequest } from '../../core/gate/bypass.ts';
import type { PolicySource, Snapshot } from '../../generated/types.ts';
import type {
  DefaultBranchRead,
  DefaultBranchReader,
  GovernedUpdate,
  RepositoryKey,
} from '../../reconcile/ports/default-branch.ts';
import { Fault } from '../fault.ts';
import { blobText, blobWithText } from './facts/blob.ts';
import { personAt, who } from './facts/person.ts';
import { policyPath } from './facts/policy.ts';
import { at, booleanAt, idAt, listAt, numberAt, textAt } from './json-value.ts';
import { type BranchMove, readBranchMoves } from './rest/branch-moves.ts';
import { readComparedFiles } from './rest/comparison.ts';
import { faultOfErrors } from './transport/answer-fault.ts';
import type { Transport } from './transport/transport.ts';

export interface DefaultBranchOptions {
  readonly transport: Transport;
  /** The app whose checks are ours, and the name of the gate's. */
  readonly app: number;
  readonly gate: string;
}

/** More moves than this are not looked at in one go: the oldest are first, so that the next look goes on from there. */
const mostMoves = 20;

/** Reads what came to the default branch: GitHub's log of the branch, then everything about each move in one query. */
export class GithubDefaultBranchReader implements DefaultBranchReader {
  readonly #options: DefaultBranchOptions;

  constructor(options: DefaultBranchOptions) {
    this.#options = options;
  }

  async updates(key: RepositoryKey, since: string | null, from: Date): Promise<DefaultBranchRead> {
    const { transport, app, gate } = this.#options;
    const { branch, tip } = await this.#tip(key);
    const all = await readBranchMoves(transport, key, branch, since, from);
    // The log may lag behind the branch (github-facts F23); what came would be passed over for good. Of a branch that
    // nobody moved since there is a log, nothing stands in it.
    const isUnmoved = since === null && all.newest === null;
    if (tip !== null && all.newest !== tip && !isUnmoved)
      throw incomplete(`the log of ${branch} does not reach its newest commit yet`);
    const moves = all.moves.slice(0, mostMoves);
    const { query, variables } = queryOf(key, moves, app, gate);
    const { data, errors } = await transport.graphql(query, variables);
    const fault = faultOfErrors(
      'what came to the default branch',
      errors.filter(({ type }) => type !== 'NOT_FOUND'),
    );
    if (fault !== null) throw fault;
    const repository = at(data, 'repository');
    const id = idAt(repository, 'databaseId');
    const full_name = textAt(repository, 'nameWithOwner');
    if (id === null || full_name === null) throw incomplete('the repository could not be read');
    return {
      repository: { id, url: textAt(repository, 'url') ?? '' },
      branch,
      head: moves.at(-1)?.after ?? tip ?? '',
      more: all.moves.length > moves.length,
      updates: moves.map((move, index) => updateOf(move, index, repository, { id, full_name })),
    };
  }

  async files(key: RepositoryKey, { type, before, after }: BranchUpdate): Promise<Snapshot['files']> {
    const there = await this.#compared(key, before, after);
    if (type !== 'force_push' && type !== 'branch_creation') return there;
    // Three dots show what one side has since both parted; what the old side had is gone, and that is a change too.
    const back = await this.#compared(key, after, before);
    const list = [...there.list, ...back.list];
    return { complete: there.complete && back.complete, total: list.length, list };
  }

  /** A commit that GitHub doesn't have any more leaves the list open: it may have changed anything. */
  async #compared(key: RepositoryKey, before: string, after: string): Promise<Snapshot['files']> {
    try {
      return await readComparedFiles(this.#options.transport, key, before, after);
    } catch (error) {
      if (error instanceof Fault && error.code === 'github_not_found') return { complete: false, total: 0, list: [] };
      throw error;
    }
  }

  async #tip({ owner, repo }: RepositoryKey): Promise<{ readonly branch: string; readonly tip: string | null }> {
    const query = `query ReadDefaultBranch($owner: String!, $repo: String!) {
      repository(owner: $owner, name: $repo) { defaultBranchRef { name target { oid } } }
    }`;
    const { data, errors } = await this.#options.transport.graphql(query, { owner, repo });
    const fault = faultOfErrors('the default branch', errors);
    if (fault !== null) throw fault;
    const branch = textAt(data, 'repository', 'defaultBranchRef', 'name');
    if (branch === null) throw incomplete('the default branch could not be read');
    return { branch, tip: textAt(data, 'repository', 'defaultBranchRef', 'target', 'oid') };
  }
}

const suites = `checkSuites(first: 5, filterBy: { appId: $app }) {
  pageInfo { hasNextPage }
  nodes { app { databaseId } checkRuns(first: 50, filterBy: { checkName: $gate, checkType: ALL }) {
    pageInfo { hasNextPage } nodes { databaseId name status conclusion startedAt completedAt }
  } }
}`;

function queryOf(key: RepositoryKey, moves: readonly BranchMove[], app: number, gate: string) {
  const commits = moves.map(
    (_move, index) => `c${index}: object(oid: $c${index}) { ... on Commit { oid ${suites}
      associatedPullRequests(first: 20) { pageInfo { hasNextPage } nodes {
        number merged baseRefName headRefOid repository { databaseId } mergeCommit { oid } mergedBy { ${who} }
        head: commits(last: 1) { nodes { commit { oid ${suites} } } }
      } }
    } } p${index}: object(expression: $p${index}) { ${blobWithText} }`,
  );
  const declared = moves.map((_move, index) => `, $c${index}: GitObjectID!, $p${index}: String!`);
  const isAsked = moves.length > 0;
  return {
    query:
      `query ReadBranchMoves($owner: String!, $repo: String!${isAsked ? ', $app: Int!, $gate: String!' : ''}${declared.join('')}) {
      repository(owner: $owner, name: $repo) { databaseId nameWithOwner url ${commits.join(' ')} }
    }`.replaceAll(/\s+/g, ' '),
    variables: {
      ...key,
      ...(isAsked ? { app, gate } : {}),
      ...Object.fromEntries(
        moves.flatMap(({ before, after }, index) => [
          [`c${index}`, after],
          [`p${index}`, `${before}:${policyPath}`],
        ]),
      ),
    },
  };
}

function updateOf(
  move: BranchMove,
  index: number,
  repository: unknown,
  { id, full_name }: { readonly id: number; readonly full_name: string },
): GovernedUpdate {
  const commit = at(repository, `c${index}`);
  if (textAt(commit, 'oid') !== move.after) throw incomplete('a commit of the default branch could not be read');
  const tied = listAt(commit, 'associatedPullRequests', 'nodes').filter(
    (node) => idAt(node, 'repository', 'databaseId') === id,
  );
  return {
    ...move,
    runs: runsOf(commit),
    pull_requests: tied.flatMap(tiedOf),
    policy: policyAt(at(repository, `p${index}`), full_name, move.before),
  };
}

function policyAt(object: unknown, repository: string, commit: string): PolicySource | null {
  const found = blobText(object);
  return found === null ? null : { repository, path: policyPath, commit, blob: found.blob, text: found.text };
}

function tiedOf(node: unknown): readonly TiedPullRequest[] {
  const number = numberAt(node, 'number');
  const head_sha = textAt(node, 'headRefOid');
  const base_ref = textAt(node, 'baseRefName');
  const head = at(node, 'head', 'nodes', 0, 'commit');
  if (number === null || head_sha === null || base_ref === null) return [];
  return [
    {
      number,
      merged: booleanAt(node, 'merged') === true,
      base_ref,
      head_sha,
      merge_commit: textAt(node, 'mergeCommit', 'oid'),
      merged_by: personAt(node, 'mergedBy'),
      runs: textAt(head, 'oid') === head_sha ? runsOf(head) : [],
    },
  ];
}

/** None where not all could be read: an older success must not stand for what came after it. */
function runsOf(commit: unknown): readonly GateRun[] {
  const suitesSeen = listAt(commit, 'checkSuites', 'nodes');
  const isCut = (node: unknown, list: string): boolean => booleanAt(node, list, 'pageInfo', 'hasNextPage') === true;
  if (isCut(commit, 'checkSuites') || suitesSeen.some((suite) => isCut(suite, 'checkRuns'))) return [];
  return suitesSeen.flatMap((suite) =>
    listAt(suite, 'checkRuns', 'nodes').flatMap((run): readonly GateRun[] => {
      const id = idAt(run, 'databaseId');
      const name = textAt(run, 'name');
      if (id === null || name === null) return [];
      return [
        {
          id,
          app: idAt(suite, 'app', 'databaseId'),
          name,
          status: textAt(run, 'status')?.toLowerCase() ?? '',
          conclusion: textAt(run, 'conclusion')?.toLowerCase() ?? null,
          started_at: textAt(run, 'startedAt'),
          completed_at: textAt(run, 'completedAt'),
        },
      ];
    }),
  );
}

function incomplete(what: string): Fault {
  return new Fault('github_answer_incomplete', { message: `What came to the default branch is not known: ${what}.` });
}
