import type { Person } from '../../generated/types.ts';
import { commandIn } from '../command/grammar.ts';
import { type Verb, verbs } from '../command/verb.ts';
import { numberAt, textAt, valueAt } from './payload.ts';

/** A new comment of a person, as its delivery tells it: nothing of it is ever read again, so that no edit counts. */
export interface GivenComment {
  /** Number of the pull request or issue. */
  readonly number: number;
  readonly on: 'pull_request' | 'issue';
  readonly id: number;
  readonly body: string;
  readonly author: Person;
  /** UTC. */
  readonly created_at: string;
}

/**
 * The comment of an `issue_comment` delivery that may hold a command: a person's, written on GitHub itself. null for one
 * that was edited or deleted, of a bot, or made through any app, ours included (github-facts T16, T17).
 */
export function givenComment(payload: unknown): GivenComment | null {
  if (textAt(payload, 'action') !== 'created') return null;
  return personsComment(valueAt(payload, 'comment'), {
    number: numberAt(payload, 'issue', 'number'),
    on: (valueAt(payload, 'issue', 'pull_request') ?? null) === null ? 'issue' : 'pull_request',
  });
}

/** The same of a comment as REST lists it; it counts only as it was written. */
export function listedComment(comment: unknown): GivenComment | null {
  if (textAt(comment, 'updated_at') !== textAt(comment, 'created_at')) return null;
  const [, kind, number] =
    /\/(pull|issues)\/([1-9]\d{0,9})#issuecomment-\d+$/.exec(textAt(comment, 'html_url') ?? '') ?? [];
  return personsComment(comment, { number: Number(number), on: kind === 'pull' ? 'pull_request' : 'issue' });
}

/** Whether there is anything to answer: on an issue only what incidents take, since most issues are none of ours. */
export function isForUs({ body, on }: GivenComment): boolean {
  const found = commandIn(body);
  if (found.kind === 'none') return false;
  if (on === 'pull_request') return true;
  const { verb } = found.kind === 'command' ? found.command : found.malformed;
  return Object.hasOwn(verbs, verb) && verbs[verb as Verb].on.includes('incident');
}

function personsComment(
  comment: unknown,
  { number, on }: { readonly number: number | undefined; readonly on: GivenComment['on'] },
): GivenComment | null {
  const id = numberAt(comment, 'id');
  const body = textAt(comment, 'body');
  const created_at = textAt(comment, 'created_at');
  const person = numberAt(comment, 'user', 'id');
  const login = textAt(comment, 'user', 'login');
  const isPersons = textAt(comment, 'user', 'type') === 'User' && isNothing(comment, 'performed_via_github_app');
  if (!isPersons || number === undefined || Number.isNaN(number)) return null;
  if (id === undefined || body === undefined || created_at === undefined) return null;
  if (person === undefined || login === undefined) return null;
  return { number, on, id, body, author: { id: person, login, type: 'User' }, created_at };
}

function isNothing(value: unknown, key: string): boolean {
  return (valueAt(value, key) ?? null) === null;
}
