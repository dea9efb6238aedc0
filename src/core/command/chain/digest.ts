import type { AnswerEntry } from '../../../generated/types.ts';
import { canonicalJson } from '../../canonical/json.ts';
import type { Sha256 } from '../../judgement.ts';

/** Digest by which the next entry names this one. */
export function entryDigest(entry: AnswerEntry, sha256: Sha256): string {
  return sha256(canonicalJson(entry));
}

/** Digest by which a restart names the entries that count from before it. */
export function keptDigest(digests: readonly string[], sha256: Sha256): string {
  return sha256(canonicalJson(digests));
}
