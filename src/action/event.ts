import { at, numberAt, textAt } from './payload.ts';

/** What one run of the Action has to judge. */
export type Plan =
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'pull_request'; readonly number: number; readonly mode: Mode }
  | { readonly kind: 'commit'; readonly sha: string; readonly numbers: readonly number[]; readonly mode: Mode }
  /** A group of the merge queue into a branch. */
  | { readonly kind: 'merge_group'; readonly base_ref: string; readonly sha: string; readonly mode: Mode }
  | { readonly kind: 'open_pull_requests'; readonly mode: Mode }
  | { readonly kind: 'unreadable'; readonly why: string };

/**
 * `report`: the workflow is the default branch's, so a check run is kept up to date and the job is green.
 * `job`: the workflow is the pull request's own, so only the job passes or fails, and nothing is written.
 * (Which ref each event's workflow comes from: GitHub documentation, "Events that trigger workflows".)
 */
export type Mode = 'report' | 'job';

const judgedActions: ReadonlySet<string> = new Set(
  'opened synchronize reopened edited ready_for_review converted_to_draft labeled unlabeled assigned unassigned'.split(
    ' ',
  ),
);
const eventModes: Readonly<Record<string, Mode>> = {
  pull_request_target: 'report',
  workflow_run: 'report',
  schedule: 'report',
  workflow_dispatch: 'report',
  // Its workflow is the group's own, which the check that is required must not be anyway; the queue waits for an answer.
  merge_group: 'report',
  pull_request: 'job',
  pull_request_review: 'job',
};

/** Whether an event of this name can be ours at all: told before anything else is loaded or read. */
export function isOurEvent(name: string): boolean {
  return Object.hasOwn(eventModes, name);
}

/** Reads what to judge from the event's name and payload; the payload is data and may lack anything. */
export function planOf(name: string, payload: unknown, pullRequest: number | null): Plan {
  const mode = Object.hasOwn(eventModes, name) ? eventModes[name] : undefined;
  if (mode === undefined) return { kind: 'ignored', why: `the event ${name} says nothing about a pull request` };
  if (pullRequest !== null && name !== 'merge_group') return { kind: 'pull_request', number: pullRequest, mode };
  if (name === 'schedule' || name === 'workflow_dispatch') return { kind: 'open_pull_requests', mode };
  if (name === 'workflow_run') return ofWorkflowRun(payload, mode);
  const action = at(payload, 'action');
  if (name === 'merge_group') {
    const base = textAt(payload, 'merge_group', 'base_ref');
    return ofGroup(name, base?.replace('refs/heads/', ''), textAt(payload, 'merge_group', 'head_sha'), mode);
  }
  if (name !== 'pull_request_review' && (typeof action !== 'string' || !judgedActions.has(action))) {
    return { kind: 'ignored', why: `nothing is judged when a pull request is ${String(action)}` };
  }
  const number = numberAt(payload, 'pull_request', 'number');
  return number !== undefined
    ? { kind: 'pull_request', number, mode }
    : { kind: 'unreadable', why: `the payload of the event ${name} names no pull request` };
}

function ofWorkflowRun(payload: unknown, mode: Mode): Plan {
  const run = at(payload, 'workflow_run');
  const sha = textAt(run, 'head_sha');
  const named = at(run, 'pull_requests');
  const repository = numberAt(payload, 'repository', 'id');
  // The list also holds pull requests of other repositories of the network that share the head: their numbers are not ours.
  const numbers = (Array.isArray(named) ? named : [])
    .filter((entry) => [undefined, repository].includes(numberAt(entry, 'base', 'repo', 'id')))
    .map((entry) => numberAt(entry, 'number'))
    .filter((number) => number !== undefined);
  if (sha === undefined || !/^[0-9a-f]{40}$/.test(sha)) {
    return { kind: 'unreadable', why: 'the payload of the event workflow_run names no commit' };
  }
  const queued = /^gh-readonly-queue\/(.+)\/[^/]+$/.exec(textAt(run, 'head_branch') ?? '')?.[1];
  if (queued !== undefined) return ofGroup('workflow_run', queued, sha, mode);
  // Runs for forks carry an empty list (github-checked rule 23): the commit then says which pull requests.
  return { kind: 'commit', sha, numbers, mode };
}

function ofGroup(event: string, base_ref: string | undefined, sha: string | undefined, mode: Mode): Plan {
  if (base_ref === undefined || base_ref === '' || sha === undefined || !/^[0-9a-f]{40}$/.test(sha)) {
    return { kind: 'unreadable', why: `the payload of the event ${event} names no merge group` };
  }
  return { kind: 'merge_group', base_ref, sha, mode };
}
