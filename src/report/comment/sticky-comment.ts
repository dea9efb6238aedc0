import type { ChangeDecision, Decision } from '../../generated/types.ts';
import { gateTitle } from '../check/verdict.ts';
import { type DraftLink, wayToGreen } from '../check/way.ts';
import { link, table } from '../markdown/block.ts';
import { code, commit } from '../markdown/code.ts';
import { fitting } from '../markdown/fitting.ts';
import { text } from '../markdown/text.ts';

/** First line of the one comment that we keep up to date; the comment is found by it. */
export const COMMENT_MARKER = '<!-- rollout-gate:comment -->';
/** Bytes; GitHub takes 65,536 characters. */
const MAX_BYTES = 60_000;

export interface CommentContext {
  /** Page of the gate's check run; null = not known. */
  readonly checkUrl: string | null;
  readonly draftLink: DraftLink | null;
  /** A hidden line of ours (`reconcile/asked-line.ts`); default: none. */
  readonly hidden?: string;
}

/** The sticky comment: the decision, the shortest way to green, the waves. Null where nothing is governed: no comment then. */
export function stickyComment(decision: Decision, { checkUrl, draftLink, hidden = '' }: CommentContext): string | null {
  if (!decision.governed) return null;
  const details = checkUrl === null ? '' : ` · ${link('details', checkUrl)}`;
  return fitting(
    [
      hidden === '' ? COMMENT_MARKER : `${COMMENT_MARKER}\n${hidden}`,
      `**${text(gateTitle(decision))}** · head ${commit(decision.subject.head_sha)}${details}`,
      wayToGreen(decision, draftLink),
      waveTable(decision.changes),
    ],
    MAX_BYTES,
  );
}

function waveTable(changes: readonly ChangeDecision[]): string {
  const rows = changes.slice(0, 20).flatMap(({ change_id, bundle_id, wave, traffic }) => {
    if (wave === null) return [];
    return [
      [
        code(change_id),
        bundle_id === null ? '' : code(bundle_id),
        text(wave),
        traffic === null ? 'unknown' : `${traffic} %`,
      ],
    ];
  });
  return rows.length === 0 ? '' : table(['change', 'bundle', 'opens wave', 'traffic'], rows);
}

/** True for a comment that we keep: only its first line counts, so that a quote of it doesn't. */
export function isStickyComment(body: string): boolean {
  return body.startsWith(COMMENT_MARKER);
}
