import { defaultBranchWatch } from '../default-branch.ts';
import type { JudgingPorts, Work } from './ports.ts';

/** Looks at what came to a default branch; a hold that began is told on the open pull requests. */
export function defaultBranchTasks(ports: JudgingPorts): Work<'default_branch'> {
  const { inbox, memory, clock, app, organizationPolicy, transportFor, log } = ports;
  const watch = defaultBranchWatch({ inbox, memory, clock, app, organizationPolicy });
  return async ({ owner, repo }, { place, lane, isHeld }) => {
    const looks = await watch({ owner, repo }, await transportFor(place, lane), isHeld);
    const found = looks.flatMap(({ bypasses }) => bypasses);
    log.info({ repository: `${owner}/${repo}`, bypasses: found.map(({ commit }) => commit) }, 'default branch');
    return found.length === 0 ? [] : [{ key: { kind: 'repository', owner, repo }, place }];
  };
}
