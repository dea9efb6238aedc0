import type { Decision, Verdict } from '../../generated/types.ts';
import { blocks, bullets, details } from '../markdown/block.ts';
import { cleanLine } from '../markdown/clean.ts';
import { code, commit } from '../markdown/code.ts';
import { fitting } from '../markdown/fitting.ts';
import { utf8Length } from '../markdown/size.ts';
import { text } from '../markdown/text.ts';
import { type CheckOutput, GATE_NAME, OBSERVE_NAME } from '../output.ts';
import { counted } from '../words.ts';
import { capsuleParts } from './capsule-text.ts';
import { evidenceTable } from './evidence-table.ts';
import { MAX_OUTPUT_BYTES } from './gate-check.ts';
import { bindingReasons, gateTitle, shownVerdict } from './verdict.ts';

/** A group of the merge queue as its check shows it. */
export interface GroupShown {
  readonly base_ref: string;
  readonly head_sha: string;
  /** In the order of merging; empty while it isn't known who is in it. */
  readonly decisions: readonly Decision[];
  readonly verdict: Verdict;
  /** Every member is only observed. */
  readonly observed: boolean;
  /** What is missing may still come before the queue gives up: the check stays open. */
  readonly is_open: boolean;
  /** Why it isn't known who is in it; null = it is. */
  readonly unclear: string | null;
  /** When a wait becomes a failure, UTC; null = it doesn't wait. */
  readonly until: string | null;
  /** The capsules of all members, as base64 of gzip. */
  readonly capsulePacked: string | null;
}

const MAX_SUMMARY_BYTES = 24_000;
const MAX_DETAILS_BYTES = 24_000;
const MAX_REASONS = 6;
const MAX_WORDS = 300;

/** The gate's check run on a group's head; a group that waits without hope has failed, so that the queue goes on. */
export function groupCheck(group: GroupShown): CheckOutput {
  const summary = fitting(summaryOf(group), MAX_SUMMARY_BYTES);
  const shown = fitting(group.decisions.map(memberDetails), MAX_DETAILS_BYTES);
  const room = MAX_OUTPUT_BYTES - utf8Length(summary) - utf8Length(shown) - 2;
  const [capsule, ...rest] =
    group.capsulePacked === null ? [] : capsuleParts(group.capsulePacked, room, MAX_OUTPUT_BYTES);
  // Capsules that don't fit are left out whole: those of the pull requests stand on their own heads.
  const kept = rest.length > 0 ? '' : (capsule?.markdown ?? '');
  return {
    ...stateOf(group),
    title: cleanLine(titleOf(group), 200),
    summary,
    text: blocks(shown, kept),
    // Whether one is shown counts, so that one that fits later is added.
    text_without_capsule: kept === '' ? shown : `${shown}\ncapsule`,
    annotations: [],
  };
}

function stateOf({ observed, verdict, is_open }: GroupShown): Pick<CheckOutput, 'name' | 'status' | 'conclusion'> {
  if (observed) return { name: OBSERVE_NAME, status: 'completed', conclusion: 'neutral' };
  if (is_open) return { name: GATE_NAME, status: 'in_progress', conclusion: null };
  return { name: GATE_NAME, status: 'completed', conclusion: verdict === 'go' ? 'success' : 'failure' };
}

function titleOf({ decisions, verdict, is_open, unclear }: GroupShown): string {
  if (unclear !== null)
    return is_open ? 'Waiting: the merge group is being read' : 'Blocked: the merge group is unclear';
  const words = { go: 'Go', wait: is_open ? 'Waiting' : 'Blocked: waits in vain', block: 'Blocked' };
  const worst = decisions.find((decision) => decision.verdict === verdict);
  if (verdict === 'go' || worst === undefined) return `${words[verdict]}: ${counted(decisions.length, 'pull request')}`;
  return `${words[verdict]}: #${worst.subject.pull_request} · ${gateTitle(worst)}`;
}

function summaryOf({ base_ref, head_sha, decisions, unclear, until, is_open, verdict }: GroupShown): string[] {
  const numbers = decisions.map(({ subject }) => `#${subject.pull_request}`).join(', ');
  const head = `Group of the merge queue into ${code(base_ref)} at ${commit(head_sha)}`;
  const next = [
    is_open && until !== null && `What is missing may still come; at ${code(until)} this becomes a failure.`,
    !is_open &&
      verdict !== 'go' &&
      'The queue takes out what failed. Settle it on the pull request, then put it into the queue again.',
  ];
  return [
    unclear === null
      ? `${head}: ${numbers}, each judged on what all of them make together.`
      : `${head}. Which pull requests it holds can't be told: ${text(unclear, MAX_WORDS)} (${code('group_members_unclear')})`,
    bullets(decisions.map(memberWords)),
    ...next.filter((words) => typeof words === 'string'),
  ];
}

function memberWords(decision: Decision): string {
  const reasons = (['block', 'wait'] as const).flatMap((effect) => bindingReasons(decision, effect));
  const shown = reasons.slice(0, MAX_REASONS).map(({ code: reason, message }) => {
    return `  - ${text(message, MAX_WORDS)} (${code(reason)})`;
  });
  const rest = reasons.length - shown.length;
  const line = `#${decision.subject.pull_request}: **${shownVerdict(decision)}** · ${text(gateTitle(decision))}`;
  return [line, ...shown, ...(rest > 0 ? [`  - … and ${rest} more`] : [])].join('\n');
}

function memberDetails(decision: Decision): string {
  const table = evidenceTable(decision, 8_000);
  return table === '' ? '' : details(`Pull request ${decision.subject.pull_request}`, table);
}
