import type { BypassEffect, EffectivePolicy, Person, RiskLevel, Snapshot } from '../../generated/types.ts';
import { changedPaths } from '../change/surfaces/changed-paths.ts';
import { detectSurfaces } from '../change/surfaces/detection.ts';
import { recordPaths } from '../change/surfaces/record-paths.ts';
import { worstRisk } from '../change/surfaces/risk.ts';
import { modeOf } from './enforcement.ts';

/** A check run of any app, as GitHub has it. Times are UTC. */
export interface GateRun {
  readonly id: number;
  readonly app: number | null;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
}

/** A pull request that GitHub ties to a commit of the default branch. */
export interface TiedPullRequest {
  readonly number: number;
  readonly merged: boolean;
  readonly base_ref: string;
  readonly head_sha: string;
  /** What it was merged as; null = not merged. */
  readonly merge_commit: string | null;
  readonly merged_by: Person | null;
  /** Check runs on its head. */
  readonly runs: readonly GateRun[];
}

/** One move of the default branch, as GitHub's own log of the branch has it. */
export interface BranchUpdate {
  /** GitHub's word: `push`, `force_push`, `pr_merge`, `merge_queue_merge`. */
  readonly type: string;
  readonly before: string;
  readonly after: string;
  /** GitHub's clock, not a commit's, which anybody can type. */
  readonly at: string;
  readonly person: Person | null;
  readonly pull_requests: readonly TiedPullRequest[];
  /** Check runs on the commit itself: a merge group's, or those of a head that was pushed as it is. */
  readonly runs: readonly GateRun[];
}

/** How our own gate is told: its name can be anybody's, the app can't. */
export interface Gate {
  readonly app: number;
  readonly name: string;
}

/** Whether what an update brought was judged, with success, before it came (T39). */
export function isJudged(update: BranchUpdate, branch: string, gate: Gate): boolean {
  const succeeded = (runs: readonly GateRun[]): boolean => newestRun(runs, gate, update.at)?.conclusion === 'success';
  switch (update.type) {
    case 'merge_queue_merge':
      return newestRun(update.runs, gate, update.at) === null
        ? mergedAs(update, branch).some(({ runs }) => succeeded(runs))
        : succeeded(update.runs);
    case 'pr_merge':
      return mergedAs(update, branch).some(({ runs }) => succeeded(runs));
    default: {
      // Pushing a judged head as it is merges its pull request; for another base it was judged on another diff.
      const isHead = update.pull_requests.some(
        ({ merged, base_ref, head_sha }) => merged && base_ref === branch && head_sha === update.after,
      );
      return update.type === 'push' && isHead && succeeded(update.runs);
    }
  }
}

/**
 * The bypass that an unjudged update is, under the policy that was in force before it; null where it changed nothing
 * governed, or where that is only observed.
 */
export function bypassOf(
  update: BranchUpdate,
  branch: string,
  gate: Gate,
  { files, policy }: { readonly files: Snapshot['files']; readonly policy: EffectivePolicy },
): BypassEffect | null {
  const { known, detected } = detectSurfaces(files, policy);
  const { isRecord } = recordPaths(policy);
  const touchesRecord = [...changedPaths(files.list)].some(isRecord);
  // What could not be read whole may hold any surface.
  const risk: RiskLevel = known ? worstRisk(detected.map((surface) => surface.risk)) : 'high';
  const isGoverned = !known || detected.length > 0 || touchesRecord;
  if (!isGoverned || modeOf(policy.enforcement, risk, update.at) === 'observe') return null;
  const [pull] = mergedAs(update, branch);
  const runs = pull === undefined ? update.runs : [...pull.runs, ...update.runs];
  return {
    kind: 'bypass',
    by: pull === undefined ? 'push' : 'merge',
    commit: update.after,
    pull_request: pull?.number ?? null,
    surfaces: known ? detected.map(({ surface }) => surface) : Object.keys(policy.surfaces),
    person: pull?.merged_by ?? update.person,
    verdict: verdictOf(newestRun(runs, gate, update.at)),
  };
}

function mergedAs({ pull_requests, after }: BranchUpdate, branch: string): readonly TiedPullRequest[] {
  return pull_requests.filter(
    ({ merged, base_ref, merge_commit }) => merged && base_ref === branch && merge_commit === after,
  );
}

/** The run of ours that stood at a time: GitHub counts the newest of a name (github-checked 35). */
function newestRun(runs: readonly GateRun[], gate: Gate, at: string): GateRun | null {
  const own = runs.filter(({ app, name, started_at }) => {
    const isOurs = app === gate.app && name === gate.name;
    return isOurs && started_at !== null && Date.parse(started_at) <= Date.parse(at);
  });
  const [newest] = own.toSorted((a, b) => b.id - a.id);
  if (newest === undefined) return null;
  const isDone = newest.status === 'completed' && Date.parse(newest.completed_at ?? '') <= Date.parse(at);
  return isDone ? newest : { ...newest, status: 'in_progress', conclusion: null };
}

function verdictOf(run: GateRun | null): string | null {
  if (run === null) return null;
  if (run.conclusion === null) return 'wait';
  return run.conclusion === 'success' ? 'go' : 'block';
}
