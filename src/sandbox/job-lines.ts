import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { JobStep } from './driver/workflows.ts';
import type { Sandbox } from './server.ts';
import type { Repository } from './state/repository.ts';

/** One job of a workflow as a line: what `JobStep` has, the repository aside. */
type JobLine = Omit<JobStep, 'repository' | 'actor' | 'artifacts'>;

/**
 * Runs a job for each line of JSON, as GitHub's own runners would, and says `ran <job> on <commit>` or why it could not.
 * A line: `{"workflow": ".github/workflows/evals.yml", "headSha": "…", "jobName": "evals / offline", "more": true}`.
 */
export function runJobs(
  sandbox: Sandbox,
  repository: Repository,
  input: Readable,
  say: (line: string) => void,
): Interface {
  const lines = createInterface({ input });
  lines.on('line', (line) => {
    if (line.trim() === '') return;
    run(sandbox, repository, line).then(say, (error: unknown) => say(`could not run: ${String(error)}`));
  });
  return lines;
}

async function run(sandbox: Sandbox, repository: Repository, line: string): Promise<string> {
  const step = JSON.parse(line) as JobLine;
  await sandbox.completeJob({ ...step, repository });
  return `ran ${step.jobName} on ${step.headSha}`;
}
