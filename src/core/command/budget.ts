import { isStranger } from './authority.ts';
import type { CommandFound } from './command.ts';
import type { Saying } from './saying.ts';
import type { Given, Situation } from './situation.ts';
import { standingOf } from './standing.ts';

/** Answers that somebody below write permission gets on one pull request in an hour before we fall silent. */
const mostAnswers = 10;
const hour = 3_600_000;

/** Whether a comment asks, or means to command and doesn't: nothing is lost where nobody answers. */
export function isQuestion(found: CommandFound): boolean {
  return found.kind === 'malformed' || (found.kind === 'command' && questions.has(found.command.verb));
}

const questions: ReadonlySet<string> = new Set(['recheck', 'explain', 'status', 'help']);

/**
 * Whether one more answer would only let an outsider write by our hand (github-facts T42). What changes something is never
 * passed over, and neither is a command of who holds a role: of them only questions are.
 */
export function isBeyondBudget(saying: Saying, { found, person }: Given, situation: Situation): boolean {
  const { policy, facts, chain, now } = situation;
  const standing = standingOf(person, { ...facts, blocks: chain.blocks }, policy);
  if (saying.effect !== null || standing.reaches('write')) return false;
  const isOutsider = isStranger({ ...standing, is_author: false }, policy);
  if (!isOutsider && !isQuestion(found)) return false;
  const recent = chain.heard.filter((one) => one.person === person.id && isWithinHour(one.at, now));
  return recent.length >= mostAnswers;
}

/** A time that can't be read is as recent as can be. */
function isWithinHour(at: string, now: string): boolean {
  return !(Date.parse(now) - Date.parse(at) >= hour);
}
