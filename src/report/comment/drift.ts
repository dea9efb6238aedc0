import { DRIFT_GONE } from '../../core/recovery/drift-issue.ts';
import { blocks, bullets } from '../markdown/block.ts';
import { code } from '../markdown/code.ts';
import { text } from '../markdown/text.ts';

/** Label of the issue that tells of drift. Never that of incidents, whose issues hold surfaces. */
export const DRIFT_LABEL = 'rollout-gate-drift';

/** Beginning of the hidden first line of the issue. */
export const DRIFT_MARKER = '<!-- rollout-gate:drift ';

/** Beginning of the hidden first line of each comment of ours on it. */
export const DRIFT_WORD_MARKER = '<!-- rollout-gate:drift-word ';

/** Plain text. */
export const DRIFT_TITLE = 'The gate is not enforced as the policy says';

/** A finding of doctor's with its mend, which is our own Markdown. */
export interface DriftLine {
  readonly code: string;
  /** May hold untrusted text. */
  readonly message: string;
  readonly next: string;
}

/** The text: each finding with its mend. `digest`: what the findings are known by in the first line. */
export function driftBody(findings: readonly DriftLine[], digest: string): string {
  return blocks(
    `${DRIFT_MARKER}${digest} -->`,
    '**The policy enforces, but the gate does not hold as it says.** What is wrong, and its mend:',
    bullets(findings.map(({ code: known, message, next }) => `${text(message)} ${next} (${code(known)})`)),
    'Looked at every hour: this text is kept up to date, and the issue is closed once nothing is wrong. Nothing is on hold because of it.',
  );
}

/** The text once nothing is wrong. */
export function driftGoneBody(): string {
  return blocks(`${DRIFT_MARKER}${DRIFT_GONE} -->`, 'Nothing is wrong any more: see the newest comment.');
}

/** The comments say what changed, since an edited text tells nobody. */
export function driftWord(word: 'found' | 'gone'): string {
  const said = {
    found: 'Found by the hourly look at the rules. What is wrong stands in the text above.',
    gone: 'Mended, or the policy does not enforce any more: nothing of the above is wrong now.',
  };
  return blocks(`${DRIFT_WORD_MARKER}${word} -->`, said[word]);
}

/** The text of a second issue about the same. `number`: the first one's. */
export function driftDoubleBody(number: number): string {
  return blocks(`${DRIFT_MARKER}${DRIFT_GONE} -->`, `The same as #${number}.`);
}
