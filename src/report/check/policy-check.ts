import type { Loosening } from '../../core/policy/loosening.ts';
import type { Compared, Comparison } from '../../core/simulation/comparison.ts';
import { lostFacts } from '../../core/simulation/outcome.ts';
import type { Problem } from '../../generated/types.ts';
import { blocks, bullets, link } from '../markdown/block.ts';
import { cleanLine, cleanLines, clip } from '../markdown/clean.ts';
import { code } from '../markdown/code.ts';
import { fitting } from '../markdown/fitting.ts';
import { text } from '../markdown/text.ts';
import { type Annotation, type CheckOutput, POLICY_NAME } from '../output.ts';
import { counted } from '../words.ts';

/** A loosening at its line in the policy. */
export interface PlacedLoosening extends Loosening {
  readonly file: string;
  readonly line: number;
}

/** What an edit of the policy comes to. */
export interface PolicyEditShown {
  /** Problems of the policy at the head. */
  readonly problems: readonly Problem[];
  /** The pull request removes the policy. */
  readonly removed: boolean;
  readonly loosenings: readonly PlacedLoosening[];
  readonly cases: { readonly total: number; readonly failed: number; readonly problems: readonly Problem[] };
  /** null = not asked for, or not there yet. */
  readonly comparison: Comparison | 'unread' | null;
  /** How many merged pull requests are being judged; null = none. */
  readonly simulating: number | null;
}

const maxBytes = 60_000;
const maxItems = 50;

/**
 * The check of an edit of the policy. Never the required one: failure = the policy can't be used or a case fails; neutral =
 * something gets looser, which people must look at and may want, or the history is not known.
 */
export function policyCheck(shown: PolicyEditShown): CheckOutput {
  return {
    name: POLICY_NAME,
    ...stateOf(shown),
    title: cleanLine(titleOf(shown), 200),
    summary: fitting(summaryOf(shown), maxBytes),
    text: '',
    annotations: annotationsOf(shown),
  };
}

function errorsOf({ problems }: PolicyEditShown): readonly Problem[] {
  return problems.filter(({ severity }) => severity === 'error');
}

function stateOf(shown: PolicyEditShown): Pick<CheckOutput, 'status' | 'conclusion'> {
  if (shown.simulating !== null) return { status: 'in_progress', conclusion: null };
  const isBroken = errorsOf(shown).length + shown.cases.failed > 0;
  const isLooser = shown.loosenings.length > 0 || shown.removed;
  const isOpen = isLooser || shown.comparison === 'unread';
  return { status: 'completed', conclusion: isBroken ? 'failure' : isOpen ? 'neutral' : 'success' };
}

function titleOf(shown: PolicyEditShown): string {
  const errors = errorsOf(shown).length;
  if (shown.removed) return 'Needs eyes: the policy is removed, and nothing is judged any more';
  if (errors > 0) return `The policy can’t be used: ${counted(errors, 'problem')}`;
  const { total, failed } = shown.cases;
  const history =
    shown.simulating !== null ? `judging ${shown.simulating} merged changes` : historyWords(shown.comparison);
  const after = history === '' ? '' : `; ${history}`;
  if (failed > 0) return `${failed} of ${counted(total, 'case')} failed${after}`;
  const looser = shown.loosenings.length;
  return looser > 0 ? `Needs eyes: ${counted(looser, 'rule')} looser${after}` : `Nothing gets looser${after}`;
}

/** `2 of 50 merged changes would now be blocked, 1 once stopped would pass`. */
function historyWords(comparison: PolicyEditShown['comparison']): string {
  if (comparison === null) return '';
  if (comparison === 'unread') return 'the history could not be read';
  const { total, blocked, waiting, passing, unknowable } = comparison;
  const parts = [
    `${blocked.length} of ${counted(total, 'merged change')} would now be blocked`,
    ...(waiting.length > 0 ? [`${waiting.length} would now wait`] : []),
    `${passing.length} once stopped would pass`,
    ...(unknowable.length > 0 ? [`${unknowable.length} unknowable`] : []),
  ];
  return parts.join(', ');
}

function summaryOf(shown: PolicyEditShown): (string | false)[] {
  const { loosenings, cases, comparison, simulating } = shown;
  const errors = errorsOf(shown);
  return [
    'This check is about the edit of the policy. The pull request itself is judged by the policy of the default branch.',
    errors.length > 0 && blocks('**Problems**', bullets(errors.slice(0, maxItems).map(problemWords))),
    loosenings.length > 0 &&
      blocks(
        '**Gets looser**: each with a change that shows it. That may be what you want; somebody should say so.',
        bullets(
          loosenings.slice(0, maxItems).map(({ message, code: kind }) => `${text(message, 500)} (${code(kind)})`),
        ),
      ),
    errors.length === 0 && loosenings.length === 0 && !shown.removed && 'No demand, role, wave or waiver gets looser.',
    cases.total > 0 &&
      blocks(
        `**Cases**: ${cases.total - cases.failed} of ${cases.total} came out as expected.`,
        bullets(cases.problems.slice(0, maxItems).map(problemWords)),
      ),
    simulating !== null && `Judging ${simulating} merged pull requests by both policies…`,
    comparison !== null && historyPart(comparison),
  ];
}

function historyPart(comparison: Comparison | 'unread'): string {
  if (comparison === 'unread')
    return '**History**: merged pull requests could not be read, so what this edit would have done to them is not known. It is looked at again by itself, or at the next push; `rollout-gate simulate` shows it too.';
  const { blocked, waiting, passing, unknowable } = comparison;
  return blocks(
    `**History**: ${historyWords(comparison)}.`,
    listed('Would now be blocked', blocked),
    listed('Would now wait', waiting),
    listed('Were stopped and would pass', passing),
    listed('Unknowable', unknowable),
  );
}

function listed(title: string, pulls: readonly Compared[]): string {
  if (pulls.length === 0) return '';
  const more = pulls.length > maxItems ? [`and ${pulls.length - maxItems} more`] : [];
  return blocks(`${title}:`, bullets([...pulls.slice(0, maxItems).map(comparedWords), ...more]));
}

function comparedWords({ number, title, url, after, before }: Compared): string {
  const lost = after.kind === 'unknowable' ? after.lost : before.kind === 'unknowable' ? before.lost : null;
  const reasons = after.kind === 'unknowable' ? [] : [...new Set(after.reasons.map((one) => one.code))];
  const why =
    lost !== null
      ? lostFacts[lost]
      : reasons
          .slice(0, 5)
          .map((one) => code(one))
          .join(', ');
  return `${link(`Pull request ${number}`, url)} ${text(title, 100)}${why === '' ? '' : `: ${why}`}`;
}

function problemWords({ code: problem, message, where }: Problem): string {
  return `${code(`${where.file}:${where.line}:${where.column}`, 200)} ${text(message, 300)} (${code(problem)})`;
}

function annotationsOf({ problems, cases, loosenings }: PolicyEditShown): readonly Annotation[] {
  const at = (path: string, line: number, level: Annotation['level'], title: string, message: string): Annotation => ({
    path,
    start_line: Math.max(1, line),
    end_line: Math.max(1, line),
    start_column: null,
    end_column: null,
    level,
    title: cleanLine(title, 255),
    message: clip(cleanLines(message), 4_000),
  });
  return [
    ...[...problems, ...cases.problems]
      // The organisation's file is not in this repository.
      .filter(({ where }) => !where.file.includes(':'))
      .map(({ where, severity, code: problem, message, hint }) =>
        at(
          where.file,
          where.line,
          severity === 'warning' ? 'warning' : 'failure',
          problem,
          hint === undefined ? message : `${message}\n${hint}`,
        ),
      ),
    ...loosenings.map(({ file, line, code: kind, message }) => at(file, line, 'warning', kind, message)),
  ];
}
