import { readChain } from '../core/command/chain/chain.ts';
import { bypassEntry } from '../core/command/entry.ts';
import type { Sha256 } from '../core/judgement.ts';
import type { BypassEffect } from '../generated/types.ts';
import { answerComment, isAnswerComment, readAnswerComment } from '../records/answer.ts';
import type { Thread } from './ports/thread.ts';

/** The record of a bypass as the next entry of its incident's chain; null where the chain holds it already. */
export function bypassRecord(
  { own, repository, number }: Thread,
  effect: BypassEffect,
  words: string,
  now: Date,
  sha256: Sha256,
): string | null {
  const answers = own
    .filter(({ body }) => isAnswerComment(body))
    .map(({ id, edited, body }) => ({ id, edited, entry: readAnswerComment(body) }));
  const isThere = answers.some(
    ({ entry }) => entry?.effect?.kind === 'bypass' && entry.effect.commit === effect.commit,
  );
  if (isThere) return null;
  const chain = readChain(answers, { repository, thread: number }, null, sha256);
  return answerComment(words, bypassEntry(effect, chain, `${now.toISOString().slice(0, 19)}Z`));
}
