import type { Sha256 } from '../core/judgement.ts';
import { externalId, noAnnotations } from '../report/digest/external-id.ts';
import { type CheckOutput, GATE_NAME, OBSERVE_NAME } from '../report/output.ts';
import { tailInPart, tailPart, withoutProgress } from './answer-tail.ts';
import type { CheckRunWrite, CommentWrite, Observation, OwnCheck } from './ports.ts';

/** GitHub marks a run as stale that is open for more than 14 days; it is made anew a day before (github-checked 13). */
const mostDaysOpen = 13;
/** The conclusion that only GitHub gives: the App was away too long. What is said anew is a run of its own. */
const stale = 'stale';

/** The check runs that have to be written so that GitHub shows the outputs; equal ones cost nothing. */
export function checkRunDifference(
  outputs: readonly CheckOutput[],
  { own_checks, head_sha, answers }: Observation,
  now: Date,
  sha256: Sha256,
): readonly CheckRunWrite[] {
  return outputs.flatMap((output): CheckRunWrite[] => {
    const newest = newestNamed(output.name, own_checks);
    const isGate = output.name === GATE_NAME || output.name === OBSERVE_NAME;
    const tail = answers === null ? tailInPart(newest?.external_id ?? '') : answers.tail;
    const shown = externalId(output, sha256);
    const external_id = isGate ? shown + tailPart(tail) : shown;
    if (newest !== null && newest.external_id === external_id && !isOld(newest, now)) return [];
    const kept = newest !== null && mayUpdate(newest, output, external_id, now) ? newest : null;
    const isBegun = kept !== null && annotationsPart(kept.external_id) === annotationsPart(external_id);
    const annotations_before = isBegun ? annotationsShown(kept, output) : 0;
    const annotations = output.annotations.slice(annotations_before);
    const node_id = kept?.node_id ?? null;
    return [{ ...output, kind: 'check_run', annotations, annotations_before, node_id, head_sha, external_id }];
  });
}

function newestNamed(name: string, runs: readonly OwnCheck[]): OwnCheck | null {
  let newest: OwnCheck | null = null;
  for (const run of runs) if (run.name === name && (newest === null || run.id > newest.id)) newest = run;
  return newest;
}

/**
 * A run is brought up to date unless that would reopen it (unknown whether GitHub does that, github-checked 35), append
 * to annotations that no longer hold (rule 14), or keep it open too long.
 */
function mayUpdate(run: OwnCheck, output: CheckOutput, external_id: string, now: Date): boolean {
  if (run.conclusion === stale) return false;
  if (run.status === 'completed' && output.status !== 'completed') return false;
  if (output.status !== 'completed' && isOld(run, now)) return false;
  return annotationsPart(run.external_id) === annotationsPart(external_id) || hadNone(run);
}

function isOld({ status, conclusion, started_at }: OwnCheck, now: Date): boolean {
  if (conclusion === stale) return true;
  if (status === 'completed') return false;
  const age = now.getTime() - Date.parse(started_at ?? '');
  return Number.isNaN(age) || age > mostDaysOpen * 86_400_000;
}

/** The digest of a run's annotations, the last part of its external id. */
function annotationsPart(external_id: string): string {
  return withoutProgress(external_id).split(':')[2] ?? '';
}

/**
 * How many annotations a run of the same set shows: all, unless its external id ends in `~` and the number at which the writing of
 * them was cut off (`adapters/github/write/mutation.ts`).
 */
function annotationsShown({ external_id }: OwnCheck, { annotations }: CheckOutput): number {
  const begun = Number(external_id.split('~')[1] ?? Number.NaN);
  return Number.isSafeInteger(begun) ? begun : annotations.length;
}

function hadNone({ external_id }: OwnCheck): boolean {
  return annotationsPart(external_id) === noAnnotations;
}

/**
 * The write that makes the sticky comment say the body; null = it says so already, there should be none, or it may be
 * among comments that could not be read: a second one would never go away.
 */
export function commentDifference(body: string | null, { sticky_comment, answers }: Observation): CommentWrite | null {
  if (body === null || sticky_comment?.body.trim() === body.trim()) return null;
  if (sticky_comment === null && answers?.facts.answers.complete === false) return null;
  return { kind: 'comment', node_id: sticky_comment?.node_id ?? null, body };
}
