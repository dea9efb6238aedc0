import type { BranchUpdate, GateRun, TiedPullRequest } from '../../../src/core/gate/bypass.ts';
import { people } from '../change/facts.ts';

/** What came to `main` at noon, where nothing is wrong with it: each case spoils what it names. */
export const gate = { app: 9, name: 'rollout-gate' };
export const before = 'b'.repeat(40);
export const after = 'a'.repeat(40);

let id = 0;
/** A success of ours from an hour before the update; each is newer than the one made before it. */
export function run(over: Partial<GateRun> = {}): GateRun {
  id += 1;
  return {
    id,
    app: 9,
    name: 'rollout-gate',
    status: 'completed',
    conclusion: 'success',
    started_at: '2026-04-20T11:00:00Z',
    completed_at: '2026-04-20T11:01:00Z',
    ...over,
  };
}

/** A pull request whose gate had gone and which dan merged as the update. */
export function pull(over: Partial<TiedPullRequest> = {}): TiedPullRequest {
  const merge = { merged: true, base_ref: 'main', merge_commit: after, merged_by: people.dan };
  return { number: 7, head_sha: 'c'.repeat(40), runs: [run()], ...merge, ...over };
}

/** The merge of that pull request. */
export function update(over: Partial<BranchUpdate> = {}): BranchUpdate {
  const at = '2026-04-20T12:00:00Z';
  return { type: 'pr_merge', before, after, at, person: people.ann, pull_requests: [pull()], runs: [], ...over };
}

/** A push that belongs to no pull request. */
export function pushed(over: Partial<BranchUpdate> = {}): BranchUpdate {
  return update({ type: 'push', pull_requests: [], ...over });
}
