import { createPolicyEdits } from '../policy-edits.ts';
import type { JudgingPorts, Work } from './ports.ts';

/** Writes the check of a pull request that edits the policy. */
export function policyEditTasks({
  clock,
  transportFor,
  readingOver,
  writerOf,
  log,
}: JudgingPorts): Work<'policy_edit'> {
  const look = createPolicyEdits(clock);
  return async ({ owner, repo, number }, { place, lane, isHeld }) => {
    const pull = { owner, repo, number };
    const transport = await transportFor(place, lane);
    await look(pull, readingOver(transport), writerOf(pull, transport, isHeld));
    log.info({ pull_request: `${owner}/${repo}#${number}` }, 'policy edit');
    return [];
  };
}
