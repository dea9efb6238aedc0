import type { EvidenceRefused, RunFact } from '../../generated/types.ts';
import { refusal, refused } from './reading.ts';

/** Something that a run made. */
export interface OfRun {
  readonly run: RunFact;
  /** Where it was found, as evidence writes it. */
  readonly source: string;
}

/**
 * The pieces of the newest run's newest attempt, and the others as refusals: a re-run replaces what it repeats
 * (DESIGN 5). GitHub numbers runs upwards.
 */
export function newestOf<T extends OfRun>(
  pieces: readonly T[],
): { readonly newest: readonly T[]; readonly superseded: readonly EvidenceRefused[] } {
  const [top] = pieces.toSorted((a, b) => b.run.id - a.run.id || b.run.attempt - a.run.attempt);
  if (top === undefined) return { newest: [], superseded: [] };
  const isNewest = ({ run }: T): boolean => run.id === top.run.id && run.attempt === top.run.attempt;
  const why =
    `run ${top.run.id} is newer` +
    (top.run.attempt > 1 ? ` (attempt ${top.run.attempt})` : '') +
    '; only the newest counts.';
  return {
    newest: pieces.filter(isNewest),
    superseded: pieces
      .filter((piece) => !isNewest(piece))
      .map(({ source }) => refused(source, refusal('evidence_attempt_superseded', why))),
  };
}
