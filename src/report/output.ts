/** A check run as it should be shown; the fields are GitHub's. The port that writes it adds where it goes. */
export interface CheckOutput {
  readonly name: string;
  readonly status: 'in_progress' | 'completed';
  /** null exactly while in progress. */
  readonly conclusion: 'success' | 'failure' | 'neutral' | 'action_required' | null;
  /** Plain text. */
  readonly title: string;
  /** Markdown. Summary and text together take at most 65,535 bytes of UTF-8. */
  readonly summary: string;
  readonly text: string;
  /** The text without the capsule, which changes with every clock tick and shows nothing; absent = it holds none. */
  readonly text_without_capsule?: string;
  readonly annotations: readonly Annotation[];
  /** Buttons, at most 3; GitHub shows them only on a completed run (github-checked 13). */
  readonly actions?: readonly Button[];
}

/** A button below a check run: at most 20, 40 and 20 characters. */
export interface Button {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

/** A problem or reason at its line. Lines and columns count from 1; GitHub takes 50 in one request. */
export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  /** Only where start and end line are the same (GitHub's rule). */
  readonly start_column: number | null;
  readonly end_column: number | null;
  readonly level: 'failure' | 'warning' | 'notice';
  /** Plain text, at most 255 characters. */
  readonly title: string;
  /** Plain text. */
  readonly message: string;
}

/** A fault in plain words: what could not be done, and whether trying again helps. */
export interface FaultShown {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  /** What to do next, one sentence. */
  readonly next: string;
}

export const GATE_NAME = 'rollout-gate';
/** What is only observed never stands under the name that a ruleset requires (DESIGN section 4). */
export const OBSERVE_NAME = 'rollout-gate (observe)';
/** What becomes of an edit of the policy: never a name to require, since loosening can be right. */
export const POLICY_NAME = 'rollout-gate policy';
