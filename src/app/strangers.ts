import { isQuestion } from '../core/command/budget.ts';
import { commandIn } from '../core/command/grammar.ts';
import type { GivenComment } from '../core/route/comment.ts';

/** Whose silence is remembered, and to what: who asks too much may still have something to say that counts. */
export function strangerKey(
  { owner, repo }: { readonly owner: string; readonly repo: string },
  { author, body }: GivenComment,
): string {
  const found = commandIn(body);
  return `${owner}/${repo} ${author.id} ${isQuestion(found) ? 'asks' : 'acts'}`.toLowerCase();
}
