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
  const summary = fitting(
    [
      `${text(role)}: ${given.length} of ${counted(needed, 'approval')}`,
      given.length > 0 && bullets(given.slice(0, MAX_ITEMS).map(approvalWords)),
      not_counted.length > 0 && blocks('**Not counted**', bullets(not_counted.slice(0, MAX_ITEMS).map(refusedWords))),
      demanded_by.length > 0 && `Demanded by ${demanded_by.map((source) => text(source)).join(', ')}.`,
      paths.length > 0 && blocks('**Looks after**', bullets(paths.slice(0, MAX_ITEMS).map((path) => code(path, 300)))),
    ],
    MAX_BYTES,
  );
  const title = reviewTitle(review);
  const name = `${REVIEW_PREFIX}${cleanLine(role, MAX_NAME)}`;
  return { name, ...REVIEW_STATES[state], title, summary, text: '', annotations: [] };
}

const REVIEW_STATES: Readonly<Record<Review['state'], Pick<CheckOutput, 'status' | 'conclusion'>>> = {
  given: { status: 'completed', conclusion: 'success' },
  missing: { status: 'in_progress', conclusion: null },
  changes_requested: { status: 'in_progress', conclusion: null },
  unreadable: { status: 'completed', conclusion: 'action_required' },
  unsatisfiable: { status: 'completed', conclusion: 'failure' },
};

function reviewTitle({ state, given, needed }: Review): string {
  switch (state) {
    case 'given':
      return cleanLine(`Given by ${given.map(({ person }) => person.login).join(', ')}`, 200);
    case 'missing':
      if (given.length > 0) return `${given.length} of ${needed} given`;
      return `Waiting for ${counted(needed, 'approval')}`;
    case 'changes_requested':
      return 'Changes requested';
    case 'unreadable':
      return 'Who holds the role can’t be read';
    case 'unsatisfiable':
      return 'Nobody is left who could give it';
  }
}

const EVAL_STATES: Readonly<Record<Signal['value'], Pick<CheckOutput, 'status' | 'conclusion'>>> = {
  true: { status: 'completed', conclusion: 'success' },
  false: { status: 'completed', conclusion: 'failure' },
  unknown: { status: 'in_progress', conclusion: null },
};
const EVAL_TITLES: Readonly<Record<Signal['value'], string>> = {
  true: 'True',
  false: 'False',
  unknown: 'Waiting for its evidence',
};

function evalCheck(signal: Signal): CheckOutput {
  const { name, value, cases, evidence, refused, demanded_by, why } = signal;
  const count = cases === undefined ? '' : `${cases.passed} of ${counted(cases.total, 'case')} passed`;
  const title = count !== '' ? count : EVAL_TITLES[value];
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
    ...EVAL_STATES[value],
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
  if (!ownNames.some((name) => name.startsWith(prefix))) return wanted;
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
