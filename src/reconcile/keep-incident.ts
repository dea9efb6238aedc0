import type { IssueKey, IssueThreads } from './ports/issue-thread.ts';

/**
 * Opens an incident again, and puts its label back, where its hold is in force: only its own chain ends it. Answers
 * whether it is an incident of ours. Throws what the port throws.
 */
export async function keepIncident(threads: IssueThreads, key: IssueKey): Promise<boolean> {
  const thread = await threads.read(key, []);
  if (thread === null) return false;
  const { chain, facts } = thread.answers;
  const isOver = facts.answers.complete && chain.fault === null && chain.recorded && chain.holds.length === 0;
  if (!isOver && !(thread.is_open && thread.is_labelled)) await threads.restore(key);
  return true;
}
