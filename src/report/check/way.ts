import type { Decision, DraftFile, NextAction } from '../../generated/types.ts';
import { blocks, bullets, isOurUrl, link, numbered } from '../markdown/block.ts';
import { code } from '../markdown/code.ts';
import { text } from '../markdown/text.ts';

/** Builds the address at which a drafted file can be opened on the branch; null where there is none. */
export type DraftLink = (draft: DraftFile) => string | null;

/** Steps, dead ends and characters of each that are shown; the machine part has more. */
const MAX_STEPS = 12;
const MAX_DEAD_ENDS = 5;
const MAX_WORDS = 300;

/** What to do, in the order of doing it, and what looks like a way out but is none. */
export function wayToGreen(decision: Decision, draftLink: DraftLink | null): string {
  if (last?.decision !== decision || last.draftLink !== draftLink) {
    last = { decision, draftLink, way: wayOf(decision, draftLink) };
  }
  return last.way;
}

/** A decision's way is shown by its check and then by its comment: worded once. */
let last: { readonly decision: Decision; readonly draftLink: DraftLink | null; readonly way: string } | null = null;

function wayOf(decision: Decision, draftLink: DraftLink | null): string {
  const steps = decision.next_actions;
  const rest = steps.length - MAX_STEPS;
  const shown = steps.slice(0, MAX_STEPS);
  return blocks(
    steps.length > 0 && '**Shortest way to green**',
    numbered(shown.map(stepWords)),
    ...finishedFiles(shown, decision.draft, draftLink),
    rest > 0 && `… and ${rest} more; the machine part of the details lists all.`,
    decision.not_a_way.length > 0 && '**Not a way**',
    bullets(decision.not_a_way.slice(0, MAX_DEAD_ENDS).map(({ why }) => text(why, MAX_WORDS))),
  );
}

function stepWords(step: NextAction): string {
  // A name that nobody can see is no name; an empty one would also break the emphasis.
  const who = text(step.role ?? '') || step.by;
  const line = step.line === undefined ? '' : ` line ${step.line}`;
  const place = step.file === undefined ? '' : `${code(step.file)}${line}: `;
  return `*${who}* · ${place}${text(step.how, MAX_WORDS)}`;
}

/** One line for each drafted file that settles a step: where it can be opened, else that it stands in the details. */
function finishedFiles(
  steps: readonly NextAction[],
  drafts: readonly DraftFile[],
  draftLink: DraftLink | null,
): readonly string[] {
  const settling = drafts.filter(({ path }) => steps.some(({ by, file }) => by === 'author' && file === path));
  return settling.map((draft) => {
    const url = draftLink?.(draft) ?? null;
    const place =
      url === null || !isOurUrl(url) ? "it stands in the check's details" : link('open it on the branch', url);
    return `The finished ${code(draft.path)} settles the author's steps in it: ${place}.`;
  });
}
