import type { CommitFact, CommitIdentity, Person, Snapshot } from '../../../generated/types.ts';
import { at, booleanAt, listAt, textAt } from '../json-value.ts';
import type { Collected, Connection } from '../query/connection.ts';
import type { Piece } from '../query/piece.ts';
import { distinct, personAt, user, who } from './person.ts';

/** Commits with everybody who had a hand in them, and who pushed them as far as check suites know. */
export const commits: Connection = {
  name: 'commits',
  path: ['commits'],
  page: (after): Piece => ({
    name: 'commits',
    place: 'pullRequest',
    selection: `commits(first: 100, after: $commits) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes { commit {
        oid author { name user { ${user} } } committer { name user { ${user} } }
        authors(first: 20) { pageInfo { hasNextPage } nodes { name user { ${user} } } }
        checkSuites(first: 5) { nodes { push { nextSha pusher { ${who} } } } }
      } }
    }`,
    variables: { commits: { type: 'String', value: after } },
    keys: ['commits'],
  }),
};

export function commitsOf(collected: Collected): Snapshot['commits'] {
  let complete = collected.complete;
  const list = collected.nodes.flatMap((node): CommitFact[] => {
    const commit = at(node, 'commit');
    const sha = textAt(commit, 'oid');
    // More co-authors than a page holds: somebody may be missing.
    if (sha === null || booleanAt(commit, 'authors', 'pageInfo', 'hasNextPage') !== false) complete = false;
    if (sha === null) return [];
    const author = identityOf(at(commit, 'author'));
    const authors = listAt(commit, 'authors', 'nodes').map(identityOf);
    const co_authors = authors.filter((one) => !(one.name === author.name && one.person?.id === author.person?.id));
    return [{ sha, author, committer: identityOf(at(commit, 'committer')), co_authors }];
  });
  return { complete, list };
}

function identityOf(value: unknown): CommitIdentity {
  return { person: personAt(value, 'user'), name: textAt(value, 'name') ?? '' };
}

/** Who pushed the pull request's commits first, to whatever branch, and whether the head's is among them. */
export interface Pushes {
  readonly people: readonly Person[];
  readonly head_known: boolean;
}

export function pushesOf(collected: Collected, headSha: string): Pushes {
  const people: (Person | null)[] = [];
  let headKnown = false;
  for (const node of collected.nodes) {
    const sha = textAt(node, 'commit', 'oid');
    for (const suite of listAt(node, 'commit', 'checkSuites', 'nodes')) {
      const pusher = personAt(suite, 'push', 'pusher');
      people.push(pusher);
      if (pusher !== null && sha === headSha && textAt(suite, 'push', 'nextSha') === headSha) headKnown = true;
    }
  }
  return { people: distinct(people), head_known: headKnown };
}
