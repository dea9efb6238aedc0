import { keptIncident } from '../incident-commands.ts';
import type { JudgingPorts, Work } from './ports.ts';

/** Looks after an incident that somebody changed; its holds may be others now, so open pull requests are judged again. */
export function incidentTasks({ memory, transportFor, readingOver }: JudgingPorts): Work<'incident'> {
  return async ({ owner, repo, number }, { place, lane, isHeld }) => {
    const transport = await transportFor(place, lane);
    const isOurs = await keptIncident({ owner, repo, number }, { ...readingOver(transport), isHeld }, memory);
    return isOurs ? [{ key: { kind: 'repository', owner, repo }, place }] : [];
  };
}
