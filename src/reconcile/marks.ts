import { ANSWER_MARKER } from '../records/answer.ts';
import type { ChangeDecision } from '../generated/types.ts';
import { COMMENT_MARKER } from '../report/comment/sticky-comment.ts';
import { DRIFT_LABEL, DRIFT_MARKER, DRIFT_WORD_MARKER } from '../report/comment/drift.ts';
import { INCIDENT_LABEL, INCIDENT_MARKER } from '../report/comment/incident.ts';
import { GATE_NAME, OBSERVE_NAME } from '../report/output.ts';

const begin = '<!-- rollout-gate:uses ';
const end = ' -->';
/** Ids that GitHub could hold in a ref (contract 0.1); any other is refused as `id_unusable`, so that it needs no entry. */
const id = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$/;

/** The ids that a pull request uses. */
export interface UsedIds {
  readonly change_id: string;
  readonly bundle_id: string | null;
}

/**
 * A hidden line of the gate's summary that says which ids the pull request uses, for the judgement of the others: GitHub
 * is the only memory that all shells share. Trusted only in a check run of our own app.
 */
export function usesLine(changes: readonly ChangeDecision[]): string {
  const uses = changes.flatMap(({ change_id, bundle_id, record, rollout_record }) => {
    const isOwn = record !== null || rollout_record !== null;
    if (!isOwn || !id.test(change_id)) return [];
    return [bundle_id !== null && id.test(bundle_id) ? `${change_id}=${bundle_id}` : change_id];
  });
  return uses.length === 0 ? '' : `${begin}${uses.slice(0, 50).join(' ')}${end}`;
}

/** The ids in a summary's line; none when there is no such line. */
export function usesIn(summary: string): readonly UsedIds[] {
  const line = usesLineIn(summary);
  if (line === null) return [];
  return line
    .slice(begin.length, -end.length)
    .split(' ')
    .flatMap((use) => {
      const [change_id = '', bundle_id] = use.split('=');
      if (!id.test(change_id) || (bundle_id !== undefined && !id.test(bundle_id))) return [];
      return [{ change_id, bundle_id: bundle_id ?? null }];
    });
}

/** The first whole line that is one: a summary is long, so it is looked for by its beginning. */
function usesLineIn(summary: string): string | null {
  for (let at = summary.indexOf(begin); at >= 0; at = summary.indexOf(begin, at + 1)) {
    if (at > 0 && summary[at - 1] !== '\n') continue;
    const next = summary.indexOf('\n', at);
    const line = summary.slice(at, next < 0 ? undefined : next);
    if (line.endsWith(end)) return line;
  }
  return null;
}

/** How our own objects are told from others'; the reader is given these. */
export const marks = {
  /** The check to require, then the one that only observes. */
  gates: [GATE_NAME, OBSERVE_NAME],
  /** Beginning of every `external_id` of ours (`report/digest/external-id.ts`). */
  external_id: 'rg1:',
  comment: COMMENT_MARKER,
  answer: ANSWER_MARKER,
  incident: { label: INCIDENT_LABEL, marker: INCIDENT_MARKER },
  drift: { label: DRIFT_LABEL, marker: DRIFT_MARKER, word: DRIFT_WORD_MARKER },
  usesIn,
} as const;
