import type { GraphqlAnswer, GraphqlError } from '../transport/transport.ts';
import { atPath } from '../json-value.ts';
import type { Piece, PieceAnswer, PieceAnswers, Place, Target } from './piece.ts';

/** A query of pieces, apart from the target: the same pieces are asked about many. */
export interface Query {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly places: readonly Place[];
  /** Where each piece stands, by its name. */
  readonly placeOf: ReadonlyMap<string, Place>;
  /** Which parts of the target are variables. */
  readonly of: readonly (keyof Target)[];
  /** The pieces' own variables. */
  readonly own: Readonly<Record<string, unknown>>;
}

/** What the query of these pieces hangs on, besides them. */
export interface QueryKind {
  /** The operation's name, which GitHub shows in its own logs. */
  readonly name: string;
  /** Whether the target names a commit that stands for the base. */
  readonly hasBase: boolean;
}

/** One query of all pieces. */
export function queryOf({ name, hasBase }: QueryKind, pieces: readonly Piece[]): Query {
  const selections = Map.groupBy(pieces, ({ place }) => place);
  const inside = (place: Place): string => selections.get(place)?.map(selectionOf).join(' ') ?? '';
  const pullRequest = [
    inside('pullRequest'),
    // Each request says of which head it tells.
    wrapped(
      'head: commits(last: 1) { nodes { commit {',
      withOid(selections.get('headCommit')) + inside('headCommit'),
      '} } }',
    ),
    hasBase ? '' : wrapped('base: baseRef { target { ... on Commit {', inside('baseCommit'), '} } }'),
  ];
  const pastBase = hasBase ? inside('baseCommit') : '';
  const repository = [
    inside('repository'),
    wrapped('organization: owner { ... on Organization {', inside('organization'), '} }'),
    wrapped('defaultBranch: defaultBranchRef { target { ... on Commit {', inside('defaultCommit'), '} } }'),
    wrapped('group: object(oid: $commit) { ... on Commit {', inside('groupCommit'), '} }'),
    wrapped('pullRequest(number: $number) {', joined(pullRequest), '}'),
    wrapped('issue(number: $number) {', inside('issue'), '}'),
    wrapped('base: object(oid: $baseSha) { ... on Commit {', pastBase, '} }'),
  ];
  const body = [inside('root'), wrapped('repository(owner: $owner, name: $repo) {', joined(repository), '}')];
  const own = Object.assign({}, ...pieces.map(({ variables }) => variables)) as Piece['variables'];
  const of: (keyof Target)[] = joined(repository) === '' ? [] : ['owner', 'repo'];
  if (selections.has('groupCommit')) of.push('commit');
  if (joined(pullRequest) !== '' || selections.has('issue')) of.push('number');
  if (pastBase !== '') of.push('baseSha');
  const declared = [
    ...of.map((part) => `$${part}: ${targetTypes[part]}`),
    ...Object.entries(own).map(([variable, { type }]) => `$${variable}: ${type}`),
  ];
  return {
    text: `query ${name}${declared.length === 0 ? '' : `(${declared.join(', ')})`} { ${joined(body)} }`,
    pieces,
    places: [...selections.keys()],
    placeOf: new Map(pieces.map((piece) => [piece.name, piece.place])),
    of,
    own: Object.fromEntries(Object.entries(own).map(([variable, { value }]) => [variable, value])),
  };
}

function withOid(pieces: readonly Piece[] = []): string {
  return pieces.length === 0 || pieces.some(({ keys }) => keys.includes('oid')) ? '' : 'oid ';
}

const targetTypes: Readonly<Record<keyof Target, string>> = {
  owner: 'String!',
  repo: 'String!',
  commit: 'GitObjectID!',
  number: 'Int!',
  baseSha: 'GitObjectID!',
};

/** The query's variables for one target. */
export function variablesOf({ of, own }: Query, target: Target): Readonly<Record<string, unknown>> {
  const variables = { ...own };
  for (const part of of) variables[part] = target[part] ?? '';
  return variables;
}

/**
 * Each piece's part of the answer. An error without a path, or above the piece's place, touches the piece as well, and so
 * does one beside it that took the whole place away: a null where GitHub promises a value empties what is around it.
 */
export function split(
  target: Target,
  { pieces, places, placeOf }: Query,
  { data, errors }: GraphqlAnswer,
): PieceAnswers {
  // Pieces of one place share what came there.
  const atPlace = new Map<Place, PieceAnswer>();
  for (const place of places) {
    atPlace.set(place, { values: valuesOf(atPath(data, wayTo(place, target))), errors: noErrors });
  }
  if (errors.length === 0) {
    return {
      get: (name) => {
        const place = placeOf.get(name);
        return place === undefined ? undefined : atPlace.get(place);
      },
    };
  }
  const answers = new Map<string, PieceAnswer>();
  for (const piece of pieces) {
    const values = atPlace.get(piece.place)?.values ?? {};
    answers.set(piece.name, { values, errors: errorsOf(piece, target, data, errors) });
  }
  return answers;
}

const noErrors: readonly GraphqlError[] = [];

function valuesOf(container: unknown): PieceAnswer['values'] {
  return typeof container === 'object' && container !== null ? (container as PieceAnswer['values']) : {};
}

function errorsOf(
  piece: Piece,
  target: Target,
  data: unknown,
  errors: readonly GraphqlError[],
): readonly GraphqlError[] {
  const way = wayTo(piece.place, target);
  const emptied = emptiedBy(data, way);
  return errors.filter((error) => touches(error, way, piece) || emptied(error));
}

/** Where each place stands in `data`. */
export const paths: Readonly<Record<Place, readonly (string | number)[]>> = {
  root: [],
  organization: ['repository', 'organization'],
  repository: ['repository'],
  defaultCommit: ['repository', 'defaultBranch', 'target'],
  groupCommit: ['repository', 'group'],
  pullRequest: ['repository', 'pullRequest'],
  issue: ['repository', 'issue'],
  headCommit: ['repository', 'pullRequest', 'head', 'nodes', 0, 'commit'],
  baseCommit: ['repository', 'pullRequest', 'base', 'target'],
};

function wayTo(place: Place, { baseSha }: Target): readonly (string | number)[] {
  return place === 'baseCommit' && baseSha !== undefined ? ['repository', 'base'] : paths[place];
}

/** Whether an error stands where the way to a place ends in null. */
function emptiedBy(data: unknown, way: readonly (string | number)[]): (error: GraphqlError) => boolean {
  const end = way.findIndex((_step, index) => atPath(data, way.slice(0, index + 1)) === null);
  if (end < 0) return () => false;
  return ({ path }) => way.slice(0, end + 1).every((step, index) => path[index] === step);
}

/** Whether an error stands inside one of the piece's own keys. */
export function isInside({ path }: GraphqlError, { place, keys }: Piece, target: Target): boolean {
  const way = wayTo(place, target);
  return way.every((step, index) => path[index] === step) && keys.includes(String(path[way.length]));
}

function touches({ path }: GraphqlError, way: readonly (string | number)[], { keys }: Piece): boolean {
  const shared = Math.min(path.length, way.length);
  if (path.slice(0, shared).some((step, index) => step !== way[index])) return false;
  const key = path[way.length];
  return key === undefined || keys.includes(String(key));
}

/** The selections are our own words, few and the same all the time: each is put on one line once. */
const lines = new Map<string, string>();
const mostLines = 1_000;

function selectionOf({ selection }: Piece): string {
  const known = lines.get(selection);
  if (known !== undefined) return known;
  if (lines.size >= mostLines) lines.clear();
  const line = selection.replace(/\s+/g, ' ').trim();
  lines.set(selection, line);
  return line;
}

function wrapped(before: string, inner: string, after: string): string {
  return inner === '' ? '' : `${before} ${inner} ${after}`;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
