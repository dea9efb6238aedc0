import { canonicalJson } from '../../core/canonical/json.ts';
import type { Sha256 } from '../../core/judgement.ts';
import { withoutCapsule } from '../check/capsule-text.ts';
import type { CheckOutput } from '../output.ts';

/**
 * Names what a check run shows: the same digest means that nothing has to be written. The capsule doesn't count: it holds the
 * clock of its judgement, so that it alone would make every reading a write. (A run in which it goes on names the state of the
 * gate that it belongs to, so that all of them are written together.)
 */
export function externalId(output: CheckOutput, sha256: Sha256): string {
  return `rg1:${sha256(canonicalJson({ ...output, text: withoutCapsule(output.text) }))}`;
}

/** Names the annotations alone: they are written once per run, so that another set needs a new run (github-checked rule 14). */
export function annotationsDigest({ annotations }: CheckOutput, sha256: Sha256): string {
  return sha256(canonicalJson(annotations));
}
