import type { Person, Snapshot } from '../../../generated/types.ts';
import { booleanAt, idAt, listAt, numberAt, textAt } from '../json-value.ts';
import type { Piece, PieceAnswer } from '../query/piece.ts';
import { distinct, personAt, personOf, who } from './person.ts';

export const repositoryPiece: Piece = {
  name: 'repository',
  place: 'repository',
  selection: 'id databaseId nameWithOwner url owner { __typename } defaultBranchRef { name }',
  variables: {},
  keys: ['id', 'databaseId', 'nameWithOwner', 'url', 'owner', 'defaultBranchRef'],
};

export const pullRequestPiece: Piece = {
  name: 'pullRequest',
  place: 'pullRequest',
  selection: `id fullDatabaseId number state isDraft createdAt body changedFiles
    headRefOid headRefName baseRefName baseRefOid
    headRepository { databaseId nameWithOwner }
    author { ${who} }
    assignees(first: 100) { nodes { __typename databaseId login } }
    lastEditedAt includesCreatedEdit`,
  variables: {},
  keys: [
    ...['id', 'fullDatabaseId', 'number', 'state', 'isDraft', 'createdAt', 'body', 'changedFiles', 'headRefOid'],
    ...['headRefName', 'baseRefName', 'baseRefOid', 'headRepository', 'author', 'assignees'],
    ...['lastEditedAt', 'includesCreatedEdit'],
  ],
};

/** Apart from the rest: a token that may not read the queue still judges. */
export const queuedPiece: Piece = {
  name: 'queued',
  place: 'pullRequest',
  selection: 'isInMergeQueue',
  variables: {},
  keys: ['isInMergeQueue'],
};

/** The head commit, and the pull requests that share it: check runs hang on a commit (github-facts 0.8). */
export const headPiece: Piece = {
  name: 'head',
  place: 'headCommit',
  selection: `oid tree { oid }
    associatedPullRequests(first: 100) {
      pageInfo { hasNextPage } nodes { number state headRefOid repository { databaseId } }
    }`,
  variables: {},
  keys: ['oid', 'tree', 'associatedPullRequests'],
};

export interface RepositoryFacts extends Pick<Snapshot, 'repository'> {
  readonly node_id: string;
  readonly url: string;
}

/** null when the answer lacks a part that nothing can be judged without. */
export function repositoryOf({ values }: PieceAnswer): RepositoryFacts | null {
  const node_id = textAt(values, 'id');
  const id = idAt(values, 'databaseId');
  const full_name = textAt(values, 'nameWithOwner');
  const owner = textAt(values, 'owner', '__typename');
  if (node_id === null || id === null || full_name === null || owner === null) return null;
  return {
    node_id,
    url: textAt(values, 'url') ?? '',
    repository: {
      id,
      full_name,
      owner_type: owner === 'Organization' ? 'Organization' : 'User',
      default_branch: textAt(values, 'defaultBranchRef', 'name') ?? '',
    },
  };
}

export interface PullRequestFacts extends Pick<Snapshot, 'pull_request' | 'trees'> {
  readonly node_id: string;
  readonly head_ref: string;
  /** `owner/name` of the head's repository; null = gone. */
  readonly head_repository_name: string | null;
  readonly changed_files: number;
  readonly assignees: readonly Person[];
  readonly body: string;
  /** Whether the body ever was another one. */
  readonly body_edited: boolean;
  /** Whether other pull requests with this head, closed ones included, could have made its runs. */
  readonly head_is_shared: boolean;
}

const states = { OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const;

/** null when the answer lacks a part that nothing can be judged without. */
export function pullRequestOf(pullRequest: PieceAnswer, head: PieceAnswer): PullRequestFacts | null {
  const { values } = pullRequest;
  const node_id = textAt(values, 'id');
  const id = idAt(values, 'fullDatabaseId');
  const number = numberAt(values, 'number');
  const state = states[textAt(values, 'state') as keyof typeof states] as 'open' | 'closed' | 'merged' | undefined;
  const head_sha = textAt(values, 'headRefOid');
  const base_ref = textAt(values, 'baseRefName');
  const base_sha = textAt(values, 'baseRefOid');
  const created_at = textAt(values, 'createdAt');
  if (node_id === null || id === null || number === null || state === undefined) return null;
  if (head_sha === null || base_ref === null || base_sha === null || created_at === null) return null;
  const tree = textAt(head.values, 'tree', 'oid');
  const others = othersOf(head, head_sha, number);
  return {
    node_id,
    pull_request: {
      number,
      id,
      state,
      draft: booleanAt(values, 'isDraft') ?? false,
      head_sha,
      base_ref,
      base_sha,
      head_repository: idAt(values, 'headRepository', 'databaseId'),
      author: personAt(values, 'author'),
      created_at,
      same_head: others.filter((other) => other.open).map((other) => other.number),
    },
    trees: tree === null ? [] : [{ commit: head_sha, tree }],
    head_ref: textAt(values, 'headRefName') ?? '',
    head_repository_name: textAt(values, 'headRepository', 'nameWithOwner'),
    changed_files: numberAt(values, 'changedFiles') ?? 0,
    assignees: distinct(listAt(values, 'assignees', 'nodes').map(personOf)),
    body: textAt(values, 'body') ?? '',
    body_edited: textAt(values, 'lastEditedAt') !== null || booleanAt(values, 'includesCreatedEdit') !== false,
    head_is_shared: others.length > 0 || !isWhole(head),
  };
}

/** Name of the head branch where it is in the repository itself; null = in a fork, gone, or not told. */
export function ownHeadBranch(facts: {
  readonly repository: RepositoryFacts;
  readonly pullRequest: PullRequestFacts;
}): string | null {
  const { head_ref, pull_request } = facts.pullRequest;
  return pull_request.head_repository === facts.repository.repository.id && head_ref !== '' ? head_ref : null;
}

/** Whether GitHub told all pull requests of the head commit. */
function isWhole(head: PieceAnswer): boolean {
  const { errors, values } = head;
  const more = booleanAt(values, 'associatedPullRequests', 'pageInfo', 'hasNextPage');
  return more === false && errors.length === 0;
}

function othersOf(head: PieceAnswer, sha: string, number: number): readonly { number: number; open: boolean }[] {
  return listAt(head.values, 'associatedPullRequests', 'nodes')
    .filter((node) => textAt(node, 'headRefOid') === sha)
    .flatMap((node) => {
      const other = numberAt(node, 'number');
      return other === null || other === number ? [] : [{ number: other, open: textAt(node, 'state') === 'OPEN' }];
    })
    .sort((a, b) => a.number - b.number);
}
