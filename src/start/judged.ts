import type { Sandbox } from '../sandbox/server.ts';
import type { CheckRun } from '../sandbox/state/check.ts';
import type { PullRequest } from '../sandbox/state/pull-request.ts';

/** The newest check run of the gate on the pull request's head, as GitHub shows it; null = none yet. */
export function gateCheck({ world }: Sandbox, pull: PullRequest): CheckRun | null {
  const runs = [...world.checkRuns.values()].filter(
    (run) => run.name === 'rollout-gate' && run.headSha === pull.head.sha,
  );
  return runs.at(-1) ?? null;
}

/** Waits until the gate's check fits; throws after 30 s, saying what stands there instead. */
export async function awaitGate(
  sandbox: Sandbox,
  pull: PullRequest,
  fits: (run: CheckRun) => boolean,
): Promise<CheckRun> {
  const end = Date.now() + 30_000;
  for (;;) {
    await sandbox.settled();
    const run = gateCheck(sandbox, pull);
    if (run !== null && fits(run)) return run;
    if (Date.now() > end)
      throw new Error(`pull request #${pull.number}: the gate says ${describe(run)} after 30 seconds`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function describe(run: CheckRun | null): string {
  return run === null ? 'nothing' : `"${run.output.title ?? ''}" (${run.conclusion ?? run.status})`;
}
