import type { ReasonCode, reasons } from '../../generated/codes.ts';
import type { NextAction, Reason, Where } from '../../generated/types.ts';

type Effect = Reason['effect'];
type Codes<E extends Effect> = { [C in ReasonCode]: (typeof reasons)[C]['effect'] extends E ? C : never }[ReasonCode];

/** Codes by what they do to the verdict (schemas/codes/reasons.json): a rule can't soften a code by mistake. */
export type BlockCode = Codes<'block'>;
export type WaitCode = Codes<'wait'>;
export type AdviseCode = Codes<'advise'>;

/** What settles a ground, and who can do it. */
export interface Step {
  readonly by: NextAction['by'];
  readonly how: string;
  readonly role?: string;
}

/** A reason before its mode is known, with the step that settles it; null = nothing has to be done. */
export interface Ground {
  /** From schemas/codes/reasons.json. */
  readonly code: string;
  readonly effect: Effect;
  readonly subject: string;
  readonly message: string;
  readonly where?: Where;
  readonly step: Step | null;
}

export function block(code: BlockCode, subject: string, message: string, step: Step, where?: Where): Ground {
  return ground(code, 'block', subject, message, step, where);
}

export function wait(code: WaitCode, subject: string, message: string, step: Step, where?: Where): Ground {
  return ground(code, 'wait', subject, message, step, where);
}

export function advise(code: AdviseCode, subject: string, message: string, where?: Where): Ground {
  return ground(code, 'advise', subject, message, null, where);
}

export function ground(
  code: string,
  effect: Effect,
  subject: string,
  message: string,
  step: Step | null,
  where?: Where,
): Ground {
  return where === undefined
    ? { code, effect, subject, message, step }
    : { code, effect, subject, message, step, where };
}

/** Steps by who does them. */
export const byAuthor = (how: string): Step => ({ by: 'author', how });
export const byMachine = (how: string): Step => ({ by: 'machine', how });
export const byOperator = (how: string): Step => ({ by: 'operator', how });
export const byRole = (role: string, how: string): Step => ({ by: 'role', how, role });

/** The step of everything that could not be read to the end (github-facts T31). */
export const readAgain = byMachine('It is read again at the next event.');

/** The step where no code-scanning analysis of the head has come. */
export const analysis = byMachine(
  'the code-scanning workflow has to run on this pull request (on: pull_request, without path filters)',
);
