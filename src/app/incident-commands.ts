import { Fault } from '../adapters/fault.ts';
import { BoundedMap, type ReadingMemory } from '../adapters/github/memory.ts';
import { GithubIssueThreads } from '../adapters/github/issue-threads.ts';
import type { ReaderOptions } from '../adapters/github/reader-options.ts';
import type { GivenComment } from '../core/route/comment.ts';
import type { Inbox } from '../reconcile/ports/inbox.ts';
import type { IssueKey } from '../reconcile/ports/issue-thread.ts';
import type { Clock } from '../reconcile/ports.ts';
import { answerIncidentCommand, type IncidentRun, standingNeeds } from '../reconcile/run-incident-command.ts';
import { answeringOnce } from './answering.ts';

/** Who had no standing a moment ago is not asked about again for so long. */
const strangerFor = 60_000;

export interface IncidentCommandOptions {
  readonly inbox: Pick<Inbox, 'note' | 'keepNote'>;
  readonly memory: ReadingMemory;
  readonly clock: Clock;
}

const silence: IncidentRun = { run: { kind: 'silence' }, lifts: false };

/** Answers commands on incident issues; the process remembers who is a stranger where. */
export function incidentCommands({ inbox, memory, clock }: IncidentCommandOptions): (
  key: IssueKey,
  comment: GivenComment,
  context: Pick<ReaderOptions, 'transport' | 'organizationPolicy' | 'app' | 'marks' | 'readAnswers'> & {
    readonly isHeld: () => Promise<boolean>;
  },
) => Promise<IncidentRun> {
  const strangers = new BoundedMap<number>(10_000);
  return async (key, comment, { isHeld, ...reading }) => {
    const person = `${key.owner}/${key.repo} ${comment.author.id}`.toLowerCase();
    if (Date.now() - (strangers.get(person) ?? 0) < strangerFor) return silence;
    const answers = await answeringOnce({ inbox, memory, transport: reading.transport, isHeld }, key, comment);
    const threads = new GithubIssueThreads({ ...reading, memory, standingNeeds });
    const incident = await answerIncidentCommand({ threads, answers, clock }, key, comment);
    if (incident.run.kind === 'silence') strangers.set(person, Date.now());
    if (incident.run.kind !== 'unread') return incident;
    throw new Fault('github_answer_incomplete', { message: 'The comments of an incident could not be read whole.' });
  };
}
