import type { GateRun, TiedPullRequest } from '../../../core/gate/bypass.ts';
import type { PolicySource } from '../../../generated/types.ts';
import type { GovernedUpdate, RepositoryKey } from '../../../reconcile/ports/default-branch.ts';
import { at, booleanAt, idAt, listAt, numberAt, textAt } from '../json-value.ts';
import type { BranchMove } from '../rest/branch-moves.ts';
import { blobText, blobWithText } from './blob.ts';
import { personAt, who } from './person.ts';
import { policyPath } from './policy.ts';

const suites = `checkSuites(first: 5, filterBy: { appId: $app }) {
  pageInfo { hasNextPage }
  nodes { app { databaseId } checkRuns(first: 50, filterBy: { checkName: $gate, checkType: ALL }) {
    pageInfo { hasNextPage } nodes { databaseId name status conclusion startedAt completedAt }
  } }
}`;

/** Everything about each move, in one query; `app` and `gate` name the checks that are ours. */
export function branchUpdatesQuery(key: RepositoryKey, moves: readonly BranchMove[], app: number, gate: string) {
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

/** What the answer to that query says of one move; null where its commit could not be read. */
export function branchUpdate(
  move: BranchMove,
  index: number,
  repository: unknown,
  { id, full_name }: { readonly id: number; readonly full_name: string },
): GovernedUpdate | null {
  const commit = at(repository, `c${index}`);
  if (textAt(commit, 'oid') !== move.after) return null;
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
