import { canonicalJson } from '../core/canonical/json.ts';
import type { Sha256 } from '../core/judgement.ts';
import type { Capsule, Decision, Snapshot } from '../generated/types.ts';

/** Puts a decision and its whole input into one value that can be checked and replayed offline. */
export function makeCapsule(snapshot: Snapshot, decision: Decision, sha256: Sha256): Capsule {
  return {
    format: 'rollout-gate/capsule',
    version: 1,
    snapshot_digest: digestOf(snapshot, sha256),
    decision_digest: digestOf(decision, sha256),
    snapshot,
    decision,
  };
}

/** Digest of a part of a capsule: of its canonical JSON. */
export function digestOf(value: unknown, sha256: Sha256): string {
  return `sha256:${sha256(canonicalJson(value))}`;
}
