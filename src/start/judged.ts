import type { Sandbox } from '../sandbox/server.ts';
import type { CheckRun } from '../sandbox/state/check.ts';
import type { PullRequest } from '../sandbox/state/pull-request.ts';
import { awaited } from './awaited.ts';

/** The newest check run of the gate on a commit, as GitHub shows it; null = none yet. */
export function gateOn({ world }: Sandbox, sha: string): CheckRun | null {
  return [...world.checkRuns.values()].findLast((run) => run.name === 'rollout-gate' && run.headSha === sha) ?? null;
}

/** Waits until the gate's check on the pull request's head fits; throws after 30 seconds, with what stands there instead. */
export function awaitGate(sandbox: Sandbox, pull: PullRequest, fits: (run: CheckRun) => boolean): Promise<CheckRun> {
  const gate = () => gateOn(sandbox, pull.head.sha);
  const look = () => {
    const run = gate();
    return run !== null && fits(run) ? run : null;
  };
  return awaited(sandbox, look, () => `pull request #${pull.number}: the gate says ${describe(gate())}`);
}

function describe(run: CheckRun | null): string {
  return run === null ? 'nothing' : `"${run.output.title ?? ''}" (${run.conclusion ?? run.status})`;
}
