import type { ApprovalGiven, ApprovalNotCounted, Decision, Reason, Review, Signal } from '../../generated/types.ts';
import { table } from '../markdown/block.ts';
import { code, commit } from '../markdown/code.ts';
import { fits } from '../markdown/size.ts';
import { text } from '../markdown/text.ts';
import { shownTime } from '../words.ts';
import { bindingReasons, waivedReasons } from './verdict.ts';

const DONE = '✅';
const OPEN = '⏳';
const BAD = '❌';

const HEAD = ['', 'state', 'evidence'];

/** Characters of one piece of evidence. */
const MAX_WORDS = 300;

/** What is demanded, how it stands, and what that rests on, in at most `bytes` bytes. Empty when nothing is demanded. */
export function evidenceTable(decision: Decision, bytes: number): string {
  const waived = waivedReasons(decision);
  const rows = [
    ...decision.reviews.map(reviewRow),
    ...decision.signals.map((signal) => signalRow(signal, isWaived(waived, signal))),
    ...otherReasons(decision).map(reasonRow),
  ];
  if (rows.length === 0) return '';
  let kept = rows.length;
  let shown = tableOf(rows, kept);
  while (kept > 0 && !fits(shown, bytes)) {
    kept = Math.floor(kept * 0.8);
    shown = tableOf(rows, kept);
  }
  return shown;
}

function tableOf(rows: readonly (readonly string[])[], kept: number): string {
  const all = kept < rows.length ? [...rows.slice(0, kept), [`… and ${rows.length - kept} more`, '', '']] : rows;
  return table(HEAD, all);
}

const STATES: Readonly<Record<Review['state'], string>> = {
  given: DONE,
  missing: OPEN,
  changes_requested: `${OPEN} changes requested`,
  unreadable: `${OPEN} ${code('role_unreadable')}`,
  unsatisfiable: `${BAD} ${code('unsatisfiable')}`,
};

function reviewRow(review: Review): string[] {
  const count = review.needed > 1 ? ` ${review.given.length} of ${review.needed}` : '';
  const given = review.given.map(approvalWords);
  const refused = review.not_counted.map((one) => `not counted: ${refusedWords(one)}`);
  const evidence = [...given, ...refused];
  return [
    `review: ${text(review.role)}`,
    `${STATES[review.state]}${count}`,
    evidence.length === 0 ? demandedBy(review.demanded_by) : evidence.join('; '),
  ];
}

/** Who gave it, when, and from which commit it was kept. Names stand in code: nobody is called by a table. */
export function approvalWords({ person, commit: sha, at, kept_from, kept_because }: ApprovalGiven): string {
  const because = kept_because === 'records_tightened' ? 'only records became stricter since' : 'same patch';
  const kept = kept_from === null ? ` on ${commit(sha)}` : `, kept from ${commit(kept_from)} (${because})`;
  return `${code(`@${person.login}`)}, ${text(shownTime(at))}${kept}`;
}

/** Who reviewed and was not counted, and why. */
export function refusedWords({ person, why, code: reason }: ApprovalNotCounted): string {
  const who = person === null ? '' : `${code(`@${person.login}`)}: `;
  return `${who}${text(why, MAX_WORDS)} (${code(reason)})`;
}

function isWaived(waived: readonly Reason[], { name }: Signal): boolean {
  return waived.some(({ subject }) => subject === `signal:${name}`);
}

function signalRow(signal: Signal, waived: boolean): string[] {
  const { cases } = signal;
  const baseline =
    cases?.baseline_total === undefined ? '' : `, baseline ${cases.baseline_passed ?? 0}/${cases.baseline_total}`;
  const count = cases === undefined ? '' : ` ${cases.passed}/${cases.total} cases${baseline}`;
  const isRight = signal.value === (signal.demanded_as === 'required' ? 'true' : 'false');
  const state = isRight ? DONE : signal.value === 'unknown' ? OPEN : BAD;
  // A time, never an age: what is written must not change with the clock.
  const used = signal.evidence.map(
    ({ source, commit: sha, at }) =>
      `${code(source)} on ${commit(sha)}${at === null ? '' : `, ${text(shownTime(at))}`}`,
  );
  const refused = signal.refused.map(
    ({ source, code: reason, why }) => `${code(source)} refused: ${text(why, MAX_WORDS)} (${code(reason)})`,
  );
  const why = text(used.length + refused.length > 0 ? signal.why.replace(/\.$/, '') : signal.why, MAX_WORDS);
  const evidence = [...(isRight && used.length > 0 ? [] : [why]), ...used, ...refused];
  const later = signal.at === 'promote' ? ' (binds at promotion)' : '';
  const title = `${signal.demanded_as === 'blocker' ? 'must be false' : 'eval'}: ${text(signal.name)}${later}`;
  return [title, `${state}${waived ? ' waived' : ''}${count}`, evidence.join('; ')];
}

/** What the row of a review or signal says already. Other reasons about the same role or signal have a row of their own. */
const SAID_BY_ROW = /^(?:review_missing|review_changes_requested|role_unreadable|signal_\w+|blocker_\w+)$/;

function otherReasons(decision: Decision): readonly Reason[] {
  const shown = new Set<string>();
  for (const { role } of decision.reviews) shown.add(`role:${role}`);
  for (const { name } of decision.signals) shown.add(`signal:${name}`);
  const isOther = (reason: Reason): boolean => !shown.has(reason.subject) || !SAID_BY_ROW.test(reason.code);
  return [...bindingReasons(decision, 'block').filter(isOther), ...bindingReasons(decision, 'wait').filter(isOther)];
}

function reasonRow({ code: reason, effect, message, subject }: Reason): string[] {
  return [text(subject), `${effect === 'block' ? BAD : OPEN} ${code(reason)}`, text(message, MAX_WORDS)];
}

function demandedBy(sources: readonly string[]): string {
  return sources.length === 0 ? '' : `demanded by ${sources.map((source) => text(source)).join(', ')}`;
}
