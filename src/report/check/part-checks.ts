import type { Decision, Review, Signal } from '../../generated/types.ts';
import { blocks, bullets } from '../markdown/block.ts';
import { cleanLine } from '../markdown/clean.ts';
import { code, commit } from '../markdown/code.ts';
import { fitting } from '../markdown/fitting.ts';
import { text } from '../markdown/text.ts';
import type { CheckOutput } from '../output.ts';
import { counted, shownTime } from '../words.ts';
import { approvalWords, refusedWords } from './evidence-table.ts';

const REVIEW_PREFIX = 'review: ';
const EVAL_PREFIX = 'eval: ';
const MAX_BYTES = 60_000;
const MAX_NAME = 100;
const MAX_ITEMS = 50;

/**
 * One check run per required review, who and what is missing. `ownNames` are the names of our check runs on the commit: reviews
 * that are no longer demanded are completed as neutral (github-checked rule 14). A gate that only observes shows none.
 */
export function reviewChecks(decision: Decision, ownNames: readonly string[]): readonly CheckOutput[] {
  const wanted = decision.enforcement === 'observe' ? [] : decision.reviews.map(reviewCheck);
  return withObsolete(wanted, ownNames, REVIEW_PREFIX);
}

/** One check run per signal that must be true at merge, in the same way. */
export function evalChecks(decision: Decision, ownNames: readonly string[]): readonly CheckOutput[] {
  const signals = decision.signals.filter(({ demanded_as, at }) => demanded_as === 'required' && at === 'merge');
  return withObsolete(decision.enforcement === 'observe' ? [] : signals.map(evalCheck), ownNames, EVAL_PREFIX);
}

function reviewCheck(review: Review): CheckOutput {
  const { role, state, given, needed, not_counted, paths, demanded_by } = review;
  const missing = Math.max(0, needed - given.length);
  const states: Record<Review['state'], Pick<CheckOutput, 'status' | 'conclusion' | 'title'>> = {
    given: {
      status: 'completed',
      conclusion: 'success',
      title: cleanLine(`Given by ${given.map(({ person }) => person.login).join(', ')}`, 200),
    },
    missing: {
      status: 'in_progress',
      conclusion: null,
      title: given.length === 0 ? `Waiting for ${counted(missing, 'approval')}` : `${given.length} of ${needed} given`,
    },
    changes_requested: { status: 'in_progress', conclusion: null, title: 'Changes requested' },
    unreadable: { status: 'completed', conclusion: 'action_required', title: 'Who holds the role can’t be read' },
    unsatisfiable: { status: 'completed', conclusion: 'failure', title: 'Nobody is left who could give it' },
  };
  const summary = fitting(
    [
      `${text(role)}: ${given.length} of ${counted(needed, 'approval')}`,
      bullets(given.slice(0, MAX_ITEMS).map(approvalWords)),
      not_counted.length > 0 && blocks('**Not counted**', bullets(not_counted.slice(0, MAX_ITEMS).map(refusedWords))),
      demanded_by.length > 0 && `Demanded by ${demanded_by.map((source) => text(source)).join(', ')}.`,
      paths.length > 0 && blocks('**Looks after**', bullets(paths.slice(0, MAX_ITEMS).map((path) => code(path, 300)))),
    ],
    MAX_BYTES,
  );
  return { name: `${REVIEW_PREFIX}${cleanLine(role, MAX_NAME)}`, ...states[state], summary, text: '', annotations: [] };
}

function evalCheck(signal: Signal): CheckOutput {
  const { name, value, cases, evidence, refused, demanded_by, why } = signal;
  const states: Record<Signal['value'], Pick<CheckOutput, 'status' | 'conclusion'>> = {
    true: { status: 'completed', conclusion: 'success' },
    false: { status: 'completed', conclusion: 'failure' },
    unknown: { status: 'in_progress', conclusion: null },
  };
  const count = cases === undefined ? '' : `${cases.passed} of ${counted(cases.total, 'case')} passed`;
  const title = count !== '' ? count : { true: 'True', false: 'False', unknown: 'Waiting for its evidence' }[value];
  const summary = fitting(
    [
      text(why, 500),
      evidence.length > 0 &&
        blocks(
          '**Rests on**',
          bullets(
            evidence
              .slice(0, MAX_ITEMS)
              .map(
                ({ source, commit: sha, at }) =>
                  `${code(source, 200)} on ${commit(sha)}${at === null ? '' : `, ${text(shownTime(at))}`}`,
              ),
          ),
        ),
      refused.length > 0 &&
        blocks(
          '**Looked at and not counted**',
          bullets(
            refused
              .slice(0, MAX_ITEMS)
              .map(
                ({ source, code: reason, why: because }) =>
                  `${code(source, 200)}: ${text(because, 300)} (${code(reason)})`,
              ),
          ),
        ),
      demanded_by.length > 0 && `Demanded by ${demanded_by.map((source) => text(source)).join(', ')}.`,
    ],
    MAX_BYTES,
  );
  return {
    name: `${EVAL_PREFIX}${cleanLine(name, MAX_NAME)}`,
    ...states[value],
    title,
    summary,
    text: '',
    annotations: [],
  };
}

function withObsolete(
  wanted: readonly CheckOutput[],
  ownNames: readonly string[],
  prefix: string,
): readonly CheckOutput[] {
  const names = new Set(wanted.map(({ name }) => name));
  const obsolete = [...new Set(ownNames)].filter((name) => name.startsWith(prefix) && !names.has(name)).toSorted();
  return [
    ...wanted,
    ...obsolete.map(
      (name): CheckOutput => ({
        name,
        status: 'completed',
        conclusion: 'neutral',
        title: 'No longer needed',
        summary: 'The change no longer demands this.',
        text: '',
        annotations: [],
      }),
    ),
  ];
}
