import type { AnswerCode } from '../../generated/codes.ts';
import type { AnswerEntry, BypassEffect, Person } from '../../generated/types.ts';
import type { Chain } from './chain/chain.ts';
import type { Saying } from './saying.ts';

/** Whose command, in which comment. */
export interface Commanded {
  readonly comment_id: number;
  readonly verb: string;
  /** First line of the comment. */
  readonly line: string;
  readonly person: Person;
  /** Head commit; null on an issue. */
  readonly head: string | null;
}

/** The entry of an answer, as the next one of its chain. */
export function answerEntry(saying: Saying, command: Commanded, chain: Chain, now: string): AnswerEntry {
  const { outcome, code, effect } = saying;
  const { comment_id, verb, line, person, head } = command;
  return { ...linked(chain, now, code), outcome, effect, command: { comment_id, verb, line, person, head } };
}

/** The entry of a bypass that was found, as the next one of its chain. */
export function bypassEntry(effect: BypassEffect, chain: Chain, now: string): AnswerEntry {
  return { ...linked(chain, now, 'bypass_found'), outcome: 'found', effect, command: null };
}

function linked(chain: Chain, at: string, code: AnswerCode) {
  const { repository, thread, next } = chain;
  return { version: 1, repository, thread, number: next.number, previous: next.previous, at, code } as const;
}
