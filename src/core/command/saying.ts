import type { AnswerCode } from '../../generated/codes.ts';
import type { AnswerEffect, AnswerEntry, Permission } from '../../generated/types.ts';
import type { Takes } from './authority.ts';

/** What is answered to a command, before it is put into words. */
export interface Saying {
  readonly outcome: Exclude<AnswerEntry['outcome'], 'found'>;
  readonly code: AnswerCode;
  /** What changes; null = nothing. */
  readonly effect: AnswerEffect | null;
  readonly told: Told;
}

/** Facts that the words of an answer name. */
export interface Told {
  /** Half a sentence about what was wrong with it. */
  readonly why?: string;
  /** How the command is written. */
  readonly usage?: string;
  /** Who may give the command, and what this person has. */
  readonly takes?: Takes;
  readonly has?: Permission | null;
  /** Roles whose holders can't be read. */
  readonly unreadable?: readonly string[];
  /** Incident issues where the command would do something. */
  readonly issues?: readonly number[];
  /** What `--dry-run` would have changed. */
  readonly would?: AnswerEffect;
  /** The latest time that the policy allows. */
  readonly latest?: string;
  /** What must have been checked before the signal is attested. */
  readonly means?: readonly string[];
  /** Who can agree to the waiver. */
  readonly second?: Takes;
  /** When what was said ends by itself. */
  readonly until?: string;
}

export function done(effect: AnswerEffect | null, told: Told = {}, code: AnswerCode = 'done'): Saying {
  return { outcome: 'done', code, effect, told };
}

export function refused(code: AnswerCode, told: Told = {}): Saying {
  return { outcome: 'refused', code, effect: null, told };
}
