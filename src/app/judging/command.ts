import { packing } from '../../adapters/digest/packing.ts';
import type { PullRequestKey } from '../../reconcile/ports.ts';
import { commands } from '../commands.ts';
import { incidentCommands } from '../incident-commands.ts';
import type { Follow, Task } from '../../reconcile/task.ts';
import type { Given, JudgingPorts } from './ports.ts';

/** Answers a command on a pull request, which is judged next, or on an incident issue, whose repository is if a hold was lifted. */
export function commandTasks(
  ports: JudgingPorts,
  judged: (key: PullRequestKey, given: Given) => Promise<readonly Follow[]>,
): (task: Task, given: Given) => Promise<readonly Follow[]> {
  const { inbox, memory, clock, log, transportFor, readingOver, readerWith } = ports;
  const answer = commands({ inbox, memory, clock, packing });
  const answerOnIncident = incidentCommands({ inbox, memory, clock });
  return async ({ key, comment }, given) => {
    if (key.kind !== 'command' || comment === undefined) return [];
    const { owner, repo, number } = key;
    const pull = { owner, repo, number };
    const transport = await transportFor(given.place, given.lane);
    if (comment.on === 'issue') {
      const { run, lifts } = await answerOnIncident(pull, comment, { ...readingOver(transport), isHeld: given.isHeld });
      log.info({ issue: `${owner}/${repo}#${number}`, comment: comment.id, ...run }, 'command');
      return lifts ? [{ key: { kind: 'repository', owner, repo }, place: given.place }] : [];
    }
    const run = await answer(pull, comment, { transport, reader: readerWith(transport), isHeld: given.isHeld });
    log.info({ pull_request: `${owner}/${repo}#${number}`, comment: comment.id, ...run }, 'command');
    return run.kind === 'answered' ? judged(pull, given) : [];
  };
}
