import { packing } from '../adapters/digest/packing.ts';
import { GithubHistoryReader } from '../adapters/github/history/history-reader.ts';
import { BoundedMap } from '../adapters/bounded-map.ts';
import { readingMemory } from '../adapters/github/memory.ts';
import { GithubPolicyEditReader } from '../adapters/github/policy-edit-reader.ts';
import { GithubPullRequestReader } from '../adapters/github/pull-request-reader.ts';
import type { ReaderOptions } from '../adapters/github/reader-options.ts';
import type { Outcome } from '../core/simulation/outcome.ts';
import type { Snapshot } from '../generated/types.ts';
import { needsOf } from '../reconcile/needs.ts';
import { unionOf } from '../reconcile/needs-union.ts';
import { checkPolicyEdit } from '../reconcile/policy-edit.ts';
import type { Clock, PullRequestKey, PullRequestWriter } from '../reconcile/ports.ts';

/**
 * Merged pull requests that an edit of the policy is tried on: two requests each, so that a first look stays within a
 * hundredth of an installation's hourly limit. Who wants to see further asks `simulate`.
 */
const mostMerged = 50;

/** Looks at a pull request that edits the policy. Throws what failed. */
export type PolicyEdits = (key: PullRequestKey, options: ReaderOptions, writer: PullRequestWriter) => Promise<void>;

/** With a memory of its own: what was true at a merge is no hint for what is open now. */
export function createPolicyEdits(clock: Clock): PolicyEdits {
  const known = new BoundedMap<readonly [Outcome, Outcome]>(5_000);
  const memory = readingMemory();
  return (key, options, writer) =>
    checkPolicyEdit(
      {
        reader: new GithubPullRequestReader(options),
        edits: new GithubPolicyEditReader(options.transport, options.organizationPolicy),
        writer,
        packing,
        clock,
        most: mostMerged,
        known,
        historyOf: ([before, after]) => {
          const needs = (snapshot: Snapshot, asking: Parameters<typeof needsOf>[1]): ReturnType<typeof needsOf> =>
            unionOf(needsOf({ ...snapshot, policy: before }, asking), needsOf({ ...snapshot, policy: after }, asking));
          return new GithubHistoryReader({ ...options, memory, needsOf: needs }, key, before);
        },
      },
      key,
    );
}
