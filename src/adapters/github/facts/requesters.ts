import type { Person } from '../../../generated/types.ts';
import { booleanAt, listAt, textAt } from '../json-value.ts';
import { isFailed } from '../query/asking.ts';
import type { Piece, PieceAnswer } from '../query/piece.ts';
import { distinct } from './person.ts';

/** A body that was edited more often is not read to the end: each text may be 64 KB long. */
const mostEdits = 100;

/** Every text that a pull request's body ever was. */
export const bodyEditsPiece: Piece = {
  name: 'bodyEdits',
  place: 'pullRequest',
  selection: `includesCreatedEdit userContentEdits(first: ${mostEdits}) {
    pageInfo { hasNextPage } nodes { deletedAt diff }
  }`,
  variables: {},
  keys: ['includesCreatedEdit', 'userContentEdits'],
};

/**
 * The texts, newest first; `unread` where one may be missing: a revision can be deleted, and the first text is kept only
 * as an edit of its own.
 */
export function bodyTextsOf(answer: PieceAnswer | undefined): readonly string[] | 'unread' {
  if (answer === undefined || isFailed(answer) || answer.errors.length > 0) return 'unread';
  const { values } = answer;
  const hasMore = booleanAt(values, 'userContentEdits', 'pageInfo', 'hasNextPage');
  if (hasMore !== false || booleanAt(values, 'includesCreatedEdit') !== true) return 'unread';
  const edits = listAt(values, 'userContentEdits', 'nodes');
  const texts = edits.flatMap((edit) => (textAt(edit, 'deletedAt') === null ? (textAt(edit, 'diff') ?? []) : []));
  return texts.length === 0 || texts.length < edits.length ? 'unread' : texts;
}

/** More names than this are no names of who asked. */
const mostNames = 50;

/** What a bot's pull request says, and ever said, of who asked for it. */
export interface Asking {
  /** Logins of `Requested-by: @login` lines. */
  readonly logins: readonly string[];
  /** False when a line may be missing. */
  readonly whole: boolean;
}

/** `past`: the texts that the body was, `unread` where they could not be told; null = it was never edited. */
export function askingOf(body: string, past: readonly string[] | 'unread' | null): Asking {
  const texts = past === null || past === 'unread' ? [body] : [body, ...past.map(withoutSigns)];
  const logins = new Map(texts.flatMap(requestedBy).map((login) => [login.toLowerCase(), login]));
  return { logins: [...logins.values()].slice(0, mostNames), whole: past !== 'unread' && logins.size <= mostNames };
}

/** GitHub calls an edit's text its "diff": whole as it is, a line of a real difference would be found as well. */
function withoutSigns(text: string): string {
  return text.replaceAll(/^[-+]/gm, '');
}

function requestedBy(body: string): readonly string[] {
  const found = body.matchAll(/^[ \t]*requested-by:[ \t]*@?([a-z\d](?:[a-z\d-]{0,38}))[ \t]*\r?$/gim);
  return [...found].map(([, login = '']) => login);
}

/** People behind logins; `known` is false when a login is nobody's: whoever it was may have another one now. */
export function peopleBehind(
  logins: readonly string[],
  users: ReadonlyMap<string, { readonly id: number | null }>,
): { readonly known: boolean; readonly people: readonly Person[] } {
  const people = logins.flatMap((login): Person[] => {
    const id = users.get(login)?.id ?? null;
    return id === null ? [] : [{ id, login, type: 'User' }];
  });
  return { known: people.length === logins.length, people: distinct(people) };
}
