import type { QueueEntry } from '../../../core/gate/group/members.ts';
import type { MergeGroupFact } from '../../../generated/types.ts';
import { at, booleanAt, listAt, numberAt, textAt } from '../json-value.ts';
import type { Piece, PieceAnswer } from '../query/piece.ts';
import { codeownersPlaces } from './codeowners.ts';
import { policyPath } from './policy.ts';

const rules = [
  'oid tree { oid }',
  `policy: file(path: "${policyPath}") { oid }`,
  ...codeownersPlaces.map((path, index) => `owners${index}: file(path: "${path}") { oid }`),
].join(' ');

/** The queue of a branch with the branch's tip. A queue builds at most 100 entries at once. */
export function mergeQueuePiece(branch: string): Piece {
  return {
    name: 'mergeQueue',
    place: 'repository',
    selection: `mergeQueue(branch: $queueBranch) {
      configuration { checkResponseTimeout }
      entries(first: 100) { pageInfo { hasNextPage }
        nodes { position baseCommit { ${rules} } headCommit { oid tree { oid } } pullRequest { number } } }
    } queueTip: ref(qualifiedName: $queueRef) { target { oid } }`,
    variables: {
      queueBranch: { type: 'String!', value: branch },
      queueRef: { type: 'String!', value: `refs/heads/${branch}` },
    },
    keys: ['mergeQueue', 'queueTip'],
  };
}

/** The commit that a group is judged at. */
export const groupPiece: Piece = {
  name: 'group',
  place: 'groupCommit',
  selection: 'oid committedDate tree { oid }',
  variables: {},
  keys: ['oid', 'committedDate', 'tree'],
};

export interface QueueSeen {
  /** False = there are more entries, or not all of what is there could be read. */
  readonly complete: boolean;
  readonly entries: readonly QueueEntry[];
  readonly tip: string | null;
  readonly timeout_minutes: number | null;
}

export function queueOf({ values, errors }: PieceAnswer): QueueSeen {
  const more = booleanAt(values, 'mergeQueue', 'entries', 'pageInfo', 'hasNextPage');
  const isNone = at(values, 'mergeQueue') === null;
  return {
    complete: errors.length === 0 && (isNone || more === false),
    entries: nodesOf(values).map((node) => ({
      position: numberAt(node, 'position') ?? 0,
      pull_request: numberAt(node, 'pullRequest', 'number'),
      base_sha: textAt(node, 'baseCommit', 'oid'),
      head_sha: textAt(node, 'headCommit', 'oid'),
    })),
    tip: textAt(values, 'queueTip', 'target', 'oid'),
    timeout_minutes: numberAt(values, 'mergeQueue', 'configuration', 'checkResponseTimeout'),
  };
}

/** Policy and CODEOWNERS in what the entry with this commit was put on, and the tree of that commit. */
export function entryFacts(
  { values, errors }: PieceAnswer,
  head: string,
): Pick<MergeGroupFact, 'rules'> & { readonly tree: string | null } {
  const node = nodesOf(values).find((one) => textAt(one, 'headCommit', 'oid') === head);
  const base = at(node, 'baseCommit');
  const owners = codeownersPlaces.flatMap((path, index) => {
    const blob = textAt(base, `owners${index}`, 'oid');
    return blob === null ? [] : [{ path, blob }];
  });
  return {
    tree: textAt(node, 'headCommit', 'tree', 'oid'),
    rules: {
      known: base !== null && errors.length === 0,
      policy: textAt(base, 'policy', 'oid'),
      codeowners: owners[0] ?? null,
    },
  };
}

function nodesOf(values: PieceAnswer['values']): readonly unknown[] {
  return listAt(values, 'mergeQueue', 'entries', 'nodes').filter((node) => node !== null);
}
