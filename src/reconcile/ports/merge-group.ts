import type { GroupMembers } from '../../core/gate/group/members.ts';
import type { Snapshot } from '../../generated/types.ts';
import type { Observation } from '../ports.ts';

/** A group of the merge queue by the branch that it is for and its head. */
export interface MergeGroupKey {
  readonly owner: string;
  readonly repo: string;
  readonly base_ref: string;
  readonly sha: string;
}

/** Everything one reading of a group brings. */
export interface MergeGroupObservation {
  readonly members: GroupMembers;
  /** False = the default branch has no policy: nothing is judged and nothing is written. */
  readonly has_policy: boolean;
  /** Minutes until the queue gives up on a check; null = not told. */
  readonly timeout_minutes: number | null;
  /** When the group's commit was made, UTC. */
  readonly created_at: string;
  /** Whether it was answered so lately that a replica may still show the queue from before (github-facts F23). */
  readonly answered_lately: boolean;
  /** Where its check runs stand, as the writer wants it. */
  readonly target: Observation;
  /** The snapshots of its members, in their order, with what of each holds in the group. */
  place(snapshots: readonly Snapshot[]): Promise<readonly Snapshot[]>;
}

/** Reads a group of the merge queue; throws a Fault when GitHub can't be read at all. */
export interface MergeGroupReader {
  observe(key: MergeGroupKey): Promise<MergeGroupObservation>;
}

/** What a member's evidence and rules need of the group's tree. */
export interface GroupNeeds {
  /** Files that have to be the same there: records, and files that signals ask for. */
  readonly files: readonly string[];
  /** Workflows that signals name. */
  readonly workflows: readonly string[];
  /** Paths of each surface; empty = no evidence of a commit is demanded. */
  readonly surfaces: ReadonlyMap<string, readonly string[]>;
}
