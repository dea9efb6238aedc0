import { canonicalJson } from '../core/canonical/json.ts';
import type { Sha256 } from '../core/judgement.ts';
import type { Capsule, Decision, Snapshot } from '../generated/types.ts';

/** Puts a decision and its whole input into one value that can be checked and replayed offline. */
export function makeCapsule(snapshot: Snapshot, decision: Decision, sha256: Sha256): Capsule {
  return sealed(snapshot, decision, sha256).capsule;
}

/** A capsule, and its canonical JSON: made of its parts' texts, which the digests need as well. */
export function sealed(
  snapshot: Snapshot,
  decision: Decision,
  sha256: Sha256,
): { readonly capsule: Capsule; readonly text: string } {
  const texts = { snapshot: canonicalJson(snapshot), decision: canonicalJson(decision) };
  const snapshot_digest = `sha256:${sha256(texts.snapshot)}`;
  const decision_digest = `sha256:${sha256(texts.decision)}`;
  const frame = { format: 'rollout-gate/capsule', version: 1, snapshot_digest, decision_digest } as const;
  // In canonical order, and with nothing to escape.
  const text = [
    `"decision":${texts.decision},"decision_digest":"${decision_digest}","format":"${frame.format}"`,
    `"snapshot":${texts.snapshot},"snapshot_digest":"${snapshot_digest}","version":${frame.version}`,
  ];
  return { capsule: { ...frame, snapshot, decision }, text: `{${text.join(',')}}` };
}

/** Digest of a part of a capsule: of its canonical JSON. */
export function digestOf(value: unknown, sha256: Sha256): string {
  return `sha256:${sha256(canonicalJson(value))}`;
}
