import { type Chain, readChain } from '../../../src/core/command/chain/chain.ts';
import type { AnswerComment, ChainPlace, Tail } from '../../../src/core/command/chain/comment.ts';
import { entryDigest } from '../../../src/core/command/chain/digest.ts';
import { answerEntry, bypassEntry } from '../../../src/core/command/entry.ts';
import { done } from '../../../src/core/command/saying.ts';
import type { AnswerEffect, AnswerEntry, Person } from '../../../src/generated/types.ts';
import { head, now, people, repositoryId, sha256 } from '../../support/snapshot.ts';

export const place: ChainPlace = { repository: repositoryId, thread: 7 };

export const empty: Chain = readChain([], place, null, sha256);

/** What somebody said and it did; the effect alone is bob's, null = a question. */
export interface Said {
  readonly effect: AnswerEffect | null;
  readonly by?: Person;
}

/** The comments that these words leave, one after the other, each built on what was there. */
export function commentsOf(said: readonly Said[], start: readonly AnswerComment[] = []): readonly AnswerComment[] {
  return said.reduce<readonly AnswerComment[]>((comments, one) => {
    const id = (comments.at(-1)?.id ?? 1000) + 10;
    return [...comments, { id, edited: false, entry: entryOf(one, chainOf(comments), id - 1) }];
  }, start);
}

export function chainOf(comments: readonly AnswerComment[], tail: Tail | null = null): Chain {
  return readChain(comments, place, tail, sha256);
}

export function entryOf({ effect, by = people.bob }: Said, chain: Chain, commentId: number, at = now): AnswerEntry {
  if (effect?.kind === 'bypass') return bypassEntry(effect, chain, at);
  const verb = effect?.kind ?? 'status';
  const command = { comment_id: commentId, verb, line: `/${verb}`, person: by, head };
  return answerEntry(done(effect), command, chain, at);
}

export function tailOf(comments: readonly AnswerComment[]): Tail | null {
  const entry = comments.at(-1)?.entry ?? null;
  return entry === null ? null : { number: entry.number, digest: entryDigest(entry, sha256) };
}

export const block: AnswerEffect = { kind: 'block', reason: 'not yet' };
export const unblock: AnswerEffect = { kind: 'unblock' };
export const attest: AnswerEffect = { kind: 'attest', signal: 'drilled', commit: head };
export const resume: AnswerEffect = { kind: 'resume', reason: 'looked at it' };
export const resolve: AnswerEffect = { kind: 'resolve', reason: 'over' };
export const bypass: AnswerEffect = {
  kind: 'bypass',
  by: 'push',
  commit: head,
  pull_request: null,
  surfaces: ['prompt_bundle'],
  person: people.erin,
  verdict: null,
};

export function waive(number: number, until = '2026-04-10T23:59:59Z'): AnswerEffect {
  return { kind: 'waive', id: `w${number}`, finding: 'signal_false', until, reason: 'known', commit: head };
}

export function agree(waiver: string, until = '2026-04-10T23:59:59Z'): AnswerEffect {
  return { kind: 'agree', waiver, until };
}

export function restart(chain: Chain): AnswerEffect {
  return { kind: 'restart', reason: 'looked at who did it', kept: chain.kept };
}
