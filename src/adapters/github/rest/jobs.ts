import { idAt, listAt, numberAt, textAt } from '../json-value.ts';
import type { Transport } from '../transport/transport.ts';
import { restPages } from './pages.ts';
import type { RepositoryName } from './repository-name.ts';

/** The jobs of a run, of all its attempts, by the id of their check run. */
export interface RunJobs {
  readonly complete: boolean;
  /** Every job is over, so nothing of these attempts changes any more. */
  readonly ended: boolean;
  /** Check run id → attempt. */
  readonly attempts: ReadonlyMap<number, number>;
}

/**
 * A check run is a job only if its id stands here: the job token can make check runs of any name in the genuine suite
 * (github-checked rule 1). All attempts are asked for, so that an older one isn't taken for a forgery.
 */
export async function readJobs(transport: Transport, { owner, repo }: RepositoryName, run: number): Promise<RunJobs> {
  const list = await restPages(transport, {
    template: '/repos/{owner}/{repo}/actions/runs/{run}/jobs',
    values: { owner, repo, run, filter: 'all' },
    items: (data) => listAt(data, 'jobs'),
    mostPages: 10,
  });
  const attempts = list.items.flatMap((job): (readonly [number, number])[] => {
    const id = idAt(job, 'id');
    return id === null ? [] : [[id, numberAt(job, 'run_attempt') ?? 1]];
  });
  const ended = list.complete && list.items.every((job) => textAt(job, 'status') === 'completed');
  return { complete: list.complete, ended, attempts: new Map(attempts) };
}
