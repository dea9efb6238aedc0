import { type GivenComment, givenComment, isForUs } from './comment.ts';
import type { Key } from './key.ts';
import { nameAt, numberAt, shaAt, textAt, valueAt } from './payload.ts';
import { incidentKeys, pullRequestKeys, withRepository } from './payload-keys.ts';

/**
 * A comment is work when it holds a command, and when somebody else edits or deletes one of ours: an answer may be gone
 * with it. What else people say to each other is no news, and neither is what we wrote ourselves.
 */
export function commentKeys(payload: unknown, ownApp: number | null): readonly Key[] {
  const given = givenComment(payload);
  if (given !== null) return isForUs(given) ? commandKeys(payload, given) : [];
  const author = valueAt(payload, 'comment', 'performed_via_github_app', 'id');
  const isOurs = ownApp !== null && author === ownApp && textAt(payload, 'action') !== 'created';
  const isOwnWork = numberAt(payload, 'sender', 'id') === numberAt(payload, 'comment', 'user', 'id');
  const pullRequest = valueAt(payload, 'issue', 'pull_request') ?? null;
  if (!isOurs || isOwnWork) return [];
  const number = numberAt(payload, 'issue', 'number');
  return pullRequest === null ? incidentKeys(payload, number) : pullRequestKeys(payload, number);
}

function commandKeys(payload: unknown, { number, id }: GivenComment): readonly Key[] {
  return withRepository(payload, (owner, repo) => ({ kind: 'command', owner, repo, number, comment: id }));
}

const buttons = ['recheck', 'explain', 'draft'];

/** A press counts as its person's: a bot presses nothing (github-facts T18). */
export function pressKeys(payload: unknown): readonly Key[] {
  const sha = shaAt(payload, 'check_run', 'head_sha');
  const button = textAt(payload, 'requested_action', 'identifier') ?? '';
  const id = numberAt(payload, 'sender', 'id');
  const login = nameAt(payload, 'sender', 'login');
  if (sha === undefined || id === undefined || login === undefined || !buttons.includes(button)) return [];
  if (textAt(payload, 'sender', 'type') !== 'User') return [];
  const person = { id, login, type: 'User' } as const;
  return withRepository(payload, (owner, repo) => ({ kind: 'press', owner, repo, sha, button, person }));
}
