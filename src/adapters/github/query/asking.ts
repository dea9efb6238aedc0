import { Fault } from '../../fault.ts';
import { atPath, textAt } from '../json-value.ts';
import { faultOfErrors } from '../transport/answer-fault.ts';
import type { GraphqlAnswer, GraphqlError, Transport } from '../transport/transport.ts';
import { isInside, paths, type Query, queryOf, split, variablesOf } from './composition.ts';
import type { Piece, PieceAnswer, PieceAnswers, Target } from './piece.ts';

/** `query`: the pieces' own, where it is known already. */
export type Ask = (pieces: readonly Piece[], query?: Query) => Promise<PieceAnswers>;

/** Name of the operation that reads a pull request. */
export const readingName = 'JudgePullRequest';

/** More failing parts than this are not asked one by one. */
const mostRetries = 6;

/**
 * Asks pieces in one request. What an unexpected error touched is asked once more in smaller pieces, one request each;
 * errors that stay are left with their piece, so that its facts become unknown (github-checked rule 15). The same is what
 * a later answer tells of another head commit than the first one: a next page, a second try. Throws a `Fault` when nothing
 * can be used.
 */
export function asking(transport: Transport, target: Target, name = readingName): Ask {
  const once = async (query: Query): Promise<GraphqlAnswer> => {
    const answer = await transport.graphql(query.text, variablesOf(query, target));
    if (answer.data !== null && answer.errors.length === 0) return answer;
    const limited = answer.errors.some(({ type }) => type === 'RATE_LIMITED');
    if (answer.data === null || limited) {
      const fault = faultOfErrors('a GraphQL request', answer.errors);
      if (limited || answer.errors.every(({ type }) => type !== null && isAnswer(type))) throw fault ?? nothing();
    }
    return answer;
  };
  const composed = (pieces: readonly Piece[]): Query =>
    queryOf({ name, hasBase: target.baseSha !== undefined }, pieces);

  let head: string | null = null;
  const told = (query: Query, answer: GraphqlAnswer): PieceAnswers => {
    const answers = split(target, query, answer);
    if (!query.places.includes('headCommit')) return answers;
    const oid = textAt(atPath(answer.data, paths.headCommit), 'oid');
    head ??= oid;
    return oid === head ? answers : ofAnotherHead(query, answers);
  };

  return async (pieces, query = composed(pieces)) => {
    if (pieces.length === 0) return new Map();
    const answer = await once(query);
    const first = told(query, answer);
    if (answer.errors.length === 0) return first;
    const again = new Map<string, PieceAnswers>();
    for (const group of retries(target, pieces, first)) {
      const part = composed(group);
      const found = told(part, await once(part));
      for (const piece of group) again.set(piece.name, found);
    }
    return { get: (piece) => (again.get(piece) ?? first).get(piece) };
  };
}

/** The commit's parts as failed; which commit it is stands there still. */
function ofAnotherHead({ placeOf }: Query, answers: PieceAnswers): PieceAnswers {
  return {
    get: (name) => {
      const answer = answers.get(name);
      return answer === undefined || placeOf.get(name) !== 'headCommit'
        ? answer
        : { values: answer.values, errors: [...answer.errors, moved] };
    },
  };
}

const moved: GraphqlError = { type: null, message: 'The head moved meanwhile.', path: [] };

/** What failed, in smaller pieces: each piece that an error stands in alone, and what those took with them together. */
function retries(target: Target, pieces: readonly Piece[], answers: PieceAnswers): readonly (readonly Piece[])[] {
  const failed = pieces.filter(({ name }) => isFailed(answers.get(name)));
  const isCause = (piece: Piece): boolean =>
    answers.get(piece.name)?.errors.some((error) => isInside(error, piece, target)) ?? false;
  const causes = failed.filter(isCause);
  const taken = failed.filter((piece) => !isCause(piece));
  // Asked anew as they were, they would only fail as they did: many failing parts are no partial answer but a broken one.
  if (causes.length > mostRetries) return [];
  return [...(taken.length > 0 ? [taken] : []), ...causes.map((piece) => [piece])];
}

/** Whether an error stands that says nothing about the thing asked for. */
export function isFailed(answer: PieceAnswer | undefined): boolean {
  if (answer === undefined) return true;
  return answer.errors.length > 0 && answer.errors.some(({ type }) => type === null || !isAnswer(type));
}

/** Words that answer the question (it isn't there, it may not be seen): asking again changes nothing. */
const answering: readonly string[] = ['NOT_FOUND', 'FORBIDDEN', 'INSUFFICIENT_SCOPES', 'UNPROCESSABLE'];

function isAnswer(type: string): boolean {
  return answering.includes(type);
}

/** Whether GitHub said that there is no such thing, as against not telling. */
export function isAbsence(errors: readonly GraphqlError[]): boolean {
  return errors.length > 0 && errors.every(({ type }) => type === 'NOT_FOUND');
}

function nothing(): Fault {
  return new Fault('github_answer_incomplete', { message: 'GitHub answered a GraphQL request with nothing' });
}
