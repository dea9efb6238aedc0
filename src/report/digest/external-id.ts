import { canonicalJson } from '../../core/canonical/json.ts';
import type { Sha256 } from '../../core/judgement.ts';
import { withoutCapsule } from '../check/capsule-text.ts';
import type { CheckOutput } from '../output.ts';

/**
 * Names what check runs that belong together show (the gate and the runs in which its capsule goes on): the same digest means
 * that none of them has to be written, another one that all have. The capsule itself doesn't count: it holds the clock of its
 * judgement, so that it alone would make every reading a write.
 */
export function externalId(outputs: readonly CheckOutput[], sha256: Sha256): string {
  return `rg1:${sha256(canonicalJson(outputs.map((output) => ({ ...output, text: withoutCapsule(output.text) }))))}`;
}
