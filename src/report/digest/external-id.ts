import type { Sha256 } from '../../core/judgement.ts';
import type { CheckOutput } from '../output.ts';

/** The SHA-256 of `[]`. */
const NONE = '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945';
/** Characters of the annotations' digest in an external id. */
const PART = 16;

/** Of a run without annotations, to which any may still be added. */
export const noAnnotations = NONE.slice(0, PART);

/**
 * Names what a check run shows: the same id means that nothing has to be written. The capsule doesn't count: it holds the
 * clock of its judgement, so that it alone would make every reading a write. (A run in which it goes on names the state of the
 * gate that it belongs to, so that all of them are written together.) The part after the last colon names the annotations
 * alone: they are written once per run, so that another set needs a new run (github-checked rule 14).
 */
export function externalId(output: CheckOutput, sha256: Sha256): string {
  const { name, status, conclusion, title, summary, text, text_without_capsule = text, actions = [] } = output;
  // The literals that make annotations and buttons have their members in one order, so that their JSON does as well as canonical JSON.
  const annotations = output.annotations.length === 0 ? NONE : sha256(JSON.stringify(output.annotations));
  // Each with its length before it, so that no two lists make one text. JSON of it would escape several kilobytes first.
  const texts = [title, summary, text_without_capsule, JSON.stringify(actions), annotations];
  let framed = '';
  for (const one of [name, status, conclusion ?? '', ...texts]) framed += `${one.length}:${one}`;
  return `rg1:${sha256(framed)}:${annotations.slice(0, PART)}`;
}
