import type { ChangeRecord, EffectivePolicy, Problem, RolloutRecord, Snapshot } from '../generated/types.ts';

/** A record file after reading: the typed record when it could be made, and every problem of the file. */
export interface ReadRecord<T> {
  readonly path: string;
  /** Folder of the file, empty for the root: change and rollout records pair by it. */
  readonly folder: string;
  readonly at: 'head' | 'base' | 'reviewed';
  /** Commit the file was read at. */
  readonly commit: string;
  readonly record: T | null;
  readonly problems: readonly Problem[];
}

/** The policy after reading. `effective` is null when an error makes it unusable. */
export interface ReadPolicy {
  readonly effective: EffectivePolicy | null;
  readonly problems: readonly Problem[];
}

/**
 * The input of `decide`: a snapshot whose texts were read into typed values (`records/judgement.ts`).
 * Values only; the same judgement gives the same decision, byte for byte (DESIGN section 1).
 */
export interface Judgement {
  readonly snapshot: Snapshot;
  /** null = the repository has no policy. */
  readonly policy: ReadPolicy | null;
  readonly changes: readonly ReadRecord<ChangeRecord>[];
  readonly rollouts: readonly ReadRecord<RolloutRecord>[];
}

/** SHA-256 of a text's UTF-8 bytes as 64 lower-case hex digits. Digests are arguments: core has no crypto. */
export type Sha256 = (text: string) => string;
