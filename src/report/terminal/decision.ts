import type { Decision, NextAction, Reason, Review, Signal } from '../../generated/types.ts';
import { gateTitle, shownVerdict } from '../check/verdict.ts';
import { cleanLine } from '../markdown/clean.ts';
import type { Paint } from './paint.ts';

const MAX_ROWS = 50;

/** A decision for a terminal: title, what was judged, the way to green, how each demand stands, every reason. */
export function decisionText(decision: Decision, paint: Paint): string {
  const { subject, risk, reviews, signals, reasons, next_actions, not_a_way } = decision;
  const verdict = shownVerdict(decision);
  const tint = { go: paint.green, wait: paint.yellow, block: paint.red }[verdict];
  const declared = risk.declared === null ? 'not declared' : `declared ${cleanLine(risk.declared)}`;
  const lines = [
    paint.bold(tint(gateTitle(decision))),
    paint.dim(
      `${cleanLine(subject.repository)}${subject.pull_request === 0 ? '' : `#${subject.pull_request}`} at ${subject.head_sha.slice(0, 7)} · risk ${risk.effective} (${declared}, floor ${risk.floor})`,
    ),
    ...section('shortest way to green', next_actions.map(stepText)),
    ...section(
      'not a way',
      not_a_way.map(({ why }) => cleanLine(why)),
    ),
    ...section(
      'reviews',
      reviews.map((review) => reviewText(review, paint)),
    ),
    ...section(
      'signals',
      signals.map((signal) => signalText(signal, paint)),
    ),
    ...section(
      'reasons',
      reasons.map((reason) => reasonText(reason, paint)),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, rows: readonly string[]): string[] {
  if (rows.length === 0) return [];
  const more = rows.length > MAX_ROWS ? [`  … and ${rows.length - MAX_ROWS} more`] : [];
  return ['', title, ...rows.slice(0, MAX_ROWS).map((row) => `  ${row}`), ...more];
}

function stepText({ by, role, how, file, line }: NextAction): string {
  const who = by === 'role' && role !== undefined ? cleanLine(role) : by;
  const place = file === undefined ? '' : `${cleanLine(file)}${line === undefined ? '' : `:${line}`}: `;
  return `${who}: ${place}${cleanLine(how)}`;
}

function reviewText({ role, state, given, needed, not_counted }: Review, paint: Paint): string {
  const mark =
    state === 'given'
      ? paint.green('given')
      : state === 'unsatisfiable'
        ? paint.red(state)
        : paint.yellow(state.replace('_', ' '));
  const who = given.map(({ person }) => `@${cleanLine(person.login)}`).join(', ');
  const refused = not_counted.map(
    ({ person, why }) => `not counted: ${person === null ? '' : `@${cleanLine(person.login)}: `}${cleanLine(why)}`,
  );
  return [
    `${cleanLine(role)}  ${mark} ${given.length}/${needed}${who === '' ? '' : `  ${who}`}`,
    ...refused.map((line) => `  ${line}`),
  ].join('\n  ');
}

function signalText({ name, value, demanded_as, why, at }: Signal, paint: Paint): string {
  const isRight = value === (demanded_as === 'required' ? 'true' : 'false');
  const mark = isRight ? paint.green(value) : value === 'unknown' ? paint.yellow(value) : paint.red(value);
  const blocker = demanded_as === 'blocker' ? ' (must be false)' : '';
  return `${cleanLine(name)}${blocker}  ${mark}${at === 'promote' ? ' (binds at promotion)' : ''}  ${cleanLine(why)}`;
}

function reasonText({ code, effect, message, mode, where }: Reason, paint: Paint): string {
  const tint = { block: paint.red, wait: paint.yellow, advise: paint.dim }[effect];
  const place = where === undefined ? '' : `${cleanLine(where.file)}:${where.line}:${where.column} `;
  return `${tint(effect)} ${code}${mode === 'observe' ? ' (observed only)' : ''}  ${place}${cleanLine(message)}`;
}
