import { canonicalJson } from '../../core/canonical/json.ts';
import type { Decision, Problem, Reason } from '../../generated/types.ts';
import { stampOf } from '../digest/stamp.ts';
import { blocks, bullets, details } from '../markdown/block.ts';
import { cleanLine } from '../markdown/clean.ts';
import { code, fence } from '../markdown/code.ts';
import { fitting, type Part } from '../markdown/fitting.ts';
import { mostBytes, utf8Length } from '../markdown/size.ts';
import { text } from '../markdown/text.ts';
import { type CheckOutput, GATE_NAME } from '../output.ts';
import { annotationsOf } from './annotations.ts';
import { buttonsOf } from './buttons.ts';
import { type CapsulePart, capsuleParts } from './capsule-text.ts';
import { evidenceTable } from './evidence-table.ts';
import { headingLines } from './heading.ts';
import { machinePart } from './machine-part.ts';
import { sevenQuestions } from './questions.ts';
import { joined } from '../words.ts';
import { gateState, gateTitle, shownVerdict, waivedReasons } from './verdict.ts';
import { type DraftLink, wayToGreen } from './way.ts';

/** What the gate's check shows besides the decision. */
export interface GateContext {
  /** The capsule as base64 of gzip; null = none is kept here. */
  readonly capsulePacked: string | null;
  /** Where a drafted file can be opened; null = nowhere. */
  readonly draftLink: DraftLink | null;
  /** Who else posts a check or status under the gate's name. */
  readonly lookalikes: readonly { readonly kind: 'check' | 'status'; readonly made_by: string }[];
  /** A hidden line of ours (`reconcile/marks.ts`) that is never cut; default: none. */
  readonly hidden?: string;
  /** Numbers of other open pull requests with the same head, for all of which this check stands; default: none. */
  readonly alsoFor?: readonly number[];
  /** Roles that GitHub did not let us ask for their review; default: none. */
  readonly unasked?: readonly string[];
  /** Whether somebody answers when a button is pressed; default: no. */
  readonly buttons?: boolean;
}

/** GitHub's limit, in bytes of UTF-8, kept for summary and text together (github-facts F32). */
export const MAX_OUTPUT_BYTES = 65_535;
const MAX_SUMMARY_BYTES = 32_000;
const MAX_TABLE_BYTES = 12_000;
const MAX_DETAILS_BYTES = 30_000;

/** The gate's check run, and after it the numbered check runs in which a large capsule goes on. */
export function gateCheck(decision: Decision, context: GateContext): readonly [CheckOutput, ...CheckOutput[]] {
  const summary = blocks(context.hidden ?? '', fitting(summaryOf(decision, context), MAX_SUMMARY_BYTES));
  const shown = fitting(detailsOf(decision), MAX_DETAILS_BYTES);
  const state = gateState(decision);
  const actions = context.buttons === true && state.status === 'completed' ? { actions: buttonsOf(decision) } : {};
  const base = { ...state, title: gateTitle(decision), summary, annotations: annotationsOf(decision), ...actions };
  if (context.capsulePacked === null) return [{ ...base, text: shown }];
  const [first, ...rest] = capsuleBeside(context.capsulePacked, summary, shown);
  return [
    // In how many parts the capsule goes on is shown too.
    { ...base, text: blocks(shown, first?.markdown ?? ''), text_without_capsule: `${shown}\n${rest.length}` },
    ...rest.map((part) => continuation(part, stampOf(canonicalJson({ ...base, shown })))),
  ];
}

function capsuleBeside(packed: string, summary: string, shown: string): readonly CapsulePart[] {
  const partsIn = (room: number): readonly CapsulePart[] => capsuleParts(packed, room - 2, MAX_OUTPUT_BYTES - 1_000);
  // What fits beside the most bytes that the texts could take fits beside them: nothing has to be counted.
  const whole = partsIn(MAX_OUTPUT_BYTES - mostBytes(summary) - mostBytes(shown));
  return whole.length === 1 ? whole : partsIn(MAX_OUTPUT_BYTES - utf8Length(summary) - utf8Length(shown));
}

/** `stamp` names the state of the gate that the part belongs to: parts of different states don't fit together. */
function continuation({ number, of, markdown }: CapsulePart, stamp: string): CheckOutput {
  return {
    name: `${GATE_NAME} capsule ${number}/${of}`,
    status: 'completed',
    conclusion: 'neutral',
    title: `Part ${number} of ${of} of the decision's capsule`,
    summary: `The capsule in ${code(GATE_NAME)} was too large for one check run and goes on here (state ${code(stamp)}). Nothing is judged by this check.`,
    text: markdown,
    text_without_capsule: '',
    annotations: [],
  };
}

function summaryOf(decision: Decision, { draftLink, lookalikes, alsoFor = [], unasked = [] }: GateContext): Part[] {
  const shared =
    alsoFor.length > 0 &&
    `This check stands for #${decision.subject.pull_request}: its decision is the worst of those on this commit, which is the head of ${joined(alsoFor.map((number) => `#${number}`))} too.`;
  if (!decision.governed && shownVerdict(decision) === 'go')
    return ['This pull request touches no governed surface and no record, so there is nothing to judge.', shared];
  return [
    headingLines(decision),
    shared,
    decision.enforcement === 'observe' && '**Observed only**: this gate reports and blocks nothing.',
    wayToGreen(decision, draftLink),
    unasked.length > 0 && bullets(unasked.map(unaskedWords)),
    waived(decision),
    evidenceTable(decision, MAX_TABLE_BYTES),
    announced(decision),
    lookalikes.length > 0 && bullets(lookalikes.map(lookalikeWords)),
    footer(decision),
    sevenQuestions(decision),
  ];
}

function unaskedWords(role: string): string {
  return `GitHub did not let the App ask ${text(role)} for the review. Ask them yourself, and give them access to the repository.`;
}

function lookalikeWords({ kind, made_by }: GateContext['lookalikes'][number]): string {
  return `Someone else posts a ${kind} named ${code(GATE_NAME)}: ${text(made_by)}. Pin the required check to this App.`;
}

/** Not folded away: who reads that it goes has to see what it goes without. */
function waived(decision: Decision): string {
  const reasons = waivedReasons(decision);
  if (reasons.length === 0) return '';
  return blocks('**Waived**', bullets(reasons.slice(0, MAX_PROBLEMS).map(reasonWords)));
}

function announced({ announced: reasons }: Decision): string {
  if (reasons.length === 0) return '';
  return details(`Binds at promotion: ${reasons.length}`, bullets(reasons.slice(0, MAX_PROBLEMS).map(reasonWords)));
}

function footer(decision: Decision): string {
  const first = decision.reasons.find(({ effect }) => effect !== 'advise');
  return `Decision ${code(decision.verdict)}${first === undefined ? '' : ` · ${code(`rollout-gate explain ${cleanLine(first.code, 80)}`)}`}`;
}

/** The machine part first, so that nothing in front of it can be too long for it; then problems, advice and drafted files. */
function detailsOf(decision: Decision): Part[] {
  const advice = decision.reasons.filter(
    ({ effect, mode, code }) => (effect === 'advise' && code !== 'waiver_applied') || mode === 'observe',
  );
  const { problems } = decision;
  return [
    details('For machines: next steps as JSON', machinePart(decision)),
    problems.length > 0 &&
      details(`Problems: ${problems.length}`, bullets(problems.slice(0, MAX_PROBLEMS).map(problemWords))),
    advice.length > 0 && details(`Advice: ${advice.length}`, bullets(advice.slice(0, MAX_PROBLEMS).map(reasonWords))),
    ...decision.draft.map(({ path, text: content }) =>
      details('The finished file', blocks(code(path), fence(content, 'yaml'))),
    ),
  ];
}

const MAX_PROBLEMS = 30;
const MAX_WORDS = 200;

function problemWords({ code: problem, message, where }: Problem): string {
  return `${code(`${where.file}:${where.line}:${where.column}`, MAX_WORDS)} ${text(message, MAX_WORDS)} (${code(problem)})`;
}

function reasonWords({ code: reason, message }: Reason): string {
  return `${text(message, MAX_WORDS)} (${code(reason)})`;
}
