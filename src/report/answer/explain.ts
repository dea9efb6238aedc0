import type { Decision, NextAction, Reason } from '../../generated/types.ts';
import { gateTitle } from '../check/verdict.ts';
import { blocks, bullets } from '../markdown/block.ts';
import { code } from '../markdown/code.ts';
import { fitting } from '../markdown/fitting.ts';
import { text } from '../markdown/text.ts';
import { type CodeTexts, textOf } from './texts.ts';

const MAX_BYTES = 40_000;
const MAX_STEPS = 5;

/** The reasons of a decision at length: what each means, and who can settle it how. `wanted` = a code; null = all that bind. */
export function explainWords(decision: Decision | null, wanted: string | null, codes: CodeTexts): string {
  if (decision === null) return 'There is no decision to explain here.';
  const all = [...decision.reasons, ...decision.announced];
  const named = all.filter((reason) => (wanted === null ? reason.effect !== 'advise' : isNamed(reason, wanted)));
  if (named.length === 0)
    return wanted === null ? `**${text(gateTitle(decision))}**: nothing is missing.` : other(wanted, codes);
  const parts = named.map((reason) => reasonWords(reason, decision.next_actions, codes));
  return fitting([`**${text(gateTitle(decision))}**`, ...parts], MAX_BYTES);
}

/** By its code, or by what it is about: `signal:x`, or `x` alone. */
function isNamed({ code: own, subject }: Reason, wanted: string): boolean {
  return own === wanted || subject === wanted || subject.slice(subject.indexOf(':') + 1) === wanted;
}

function reasonWords(reason: Reason, actions: readonly NextAction[], codes: CodeTexts): string {
  const { means = '', next = '' } = textOf(codes.reasons, reason.code) ?? {};
  const steps = actions.filter((action) => action.code === reason.code && settles(action, reason));
  const how = steps
    .slice(0, MAX_STEPS)
    .map(({ by, role, how: way }) => `*${text(role ?? '') || by}* · ${text(way, 300)}`);
  const observed = reason.mode === 'observe' ? ' It is only observed.' : '';
  return blocks(
    `**${code(reason.code)}** · ${text(reason.subject)}`,
    text(reason.message, 600),
    `${means}${observed}`,
    how.length > 0 ? bullets(how) : next,
  );
}

/** Steps of one code differ by role or line where their reasons do. */
function settles({ role, file, line }: NextAction, { subject, where }: Reason): boolean {
  if (where !== undefined && file === where.file && line !== undefined) return line === where.line;
  return !subject.startsWith('role:') || role === undefined || subject === `role:${role}`;
}

function other(wanted: string, codes: CodeTexts): string {
  const known = textOf(codes.reasons, wanted);
  return known === null
    ? `There is no reason ${code(wanted)} here, and no code of that name.`
    : `${code(wanted)} is no reason here. It means: ${known.means} ${known.next}`;
}
