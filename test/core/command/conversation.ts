import type { AnswerComment } from '../../../src/core/command/chain/comment.ts';
import type { Person } from '../../../src/generated/types.ts';
import { readAnswerComment } from '../../../src/records/answer.ts';
import { rulingIn } from '../../../src/reconcile/command-rules.ts';
import { now, type Scene } from '../../support/snapshot.ts';
import { chainOf } from './chains.ts';
import { failing, situationOf } from './situations.ts';

interface ConversationOptions {
  readonly secondsApart?: number;
  /** Answers that are there already. */
  readonly start?: readonly AnswerComment[];
  readonly scene?: Scene;
}

/** One command after the other, each ruled on by the answers that are there: the codes of those that got an answer. */
export function conversation(
  lines: readonly string[],
  author: Person,
  { secondsApart = 10, start = [], scene = failing }: ConversationOptions = {},
): {
  readonly codes: readonly string[];
  readonly kinds: readonly string[];
  readonly comments: readonly AnswerComment[];
} {
  const before = situationOf([], {}, scene);
  let comments = start;
  const codes: string[] = [];
  const kinds: string[] = [];
  for (const [index, body] of lines.entries()) {
    const at = new Date(Date.parse(now) + index * secondsApart * 1000).toISOString().replace('.000Z', 'Z');
    const id = (comments.at(-1)?.id ?? 1000) + 2 * (index + 1);
    const comment = { id: id - 1, body, number: 7, on: 'pull_request', author, created_at: at } as const;
    const ruling = rulingIn({ ...before, chain: chainOf(comments), now: at }, comment);
    kinds.push(ruling.kind);
    if (ruling.kind !== 'answer') continue;
    codes.push(ruling.code);
    comments = [...comments, { id, edited: false, entry: readAnswerComment(ruling.body) }];
  }
  return { codes, kinds, comments };
}
