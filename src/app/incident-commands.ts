import { Fault } from '../adapters/fault.ts';
import { BoundedMap } from '../adapters/bounded-map.ts';
import type { ReadingMemory } from '../adapters/github/memory.ts';
import { GithubIssueThreads } from '../adapters/github/issue-threads.ts';
import type { ReaderOptions } from '../adapters/github/reader-options.ts';
import type { GivenComment } from '../core/route/comment.ts';
import type { Inbox } from '../reconcile/ports/inbox.ts';
import { keepIncident } from '../reconcile/keep-incident.ts';
import type { IssueKey, IssueThreads } from '../reconcile/ports/issue-thread.ts';
import type { Clock } from '../reconcile/ports.ts';
import { answerIncidentCommand, type IncidentRun, standingNeeds } from '../reconcile/run-incident-command.ts';
import { answeringOnce } from './answering.ts';
import { strangerKey } from './strangers.ts';
import { heldTransport } from './held.ts';

/** Who had no standing a moment ago is not asked about again for so long. */
const strangerFor = 60_000;

/** With what an incident is read and written. */
export type IncidentContext = Pick<
  ReaderOptions,
  'transport' | 'organizationPolicy' | 'app' | 'marks' | 'readAnswers'
> & {
  readonly isHeld: () => Promise<boolean>;
};

export interface IncidentCommandOptions {
  readonly inbox: Pick<Inbox, 'note' | 'keepNote'>;
  readonly memory: ReadingMemory;
  readonly clock: Clock;
}

const silence: IncidentRun = { run: { kind: 'silence' }, lifts: false };

/** Answers commands on incident issues; the process remembers who is a stranger where. */
export function incidentCommands({
  inbox,
  memory,
  clock,
}: IncidentCommandOptions): (key: IssueKey, comment: GivenComment, context: IncidentContext) => Promise<IncidentRun> {
  const strangers = new BoundedMap<number>(10_000);
  return async (key, comment, { isHeld, ...reading }) => {
    const person = strangerKey(key, comment);
    if (Date.now() - (strangers.get(person) ?? 0) < strangerFor) return silence;
    const answers = await answeringOnce({ inbox, memory, transport: reading.transport, isHeld }, key, comment);
    const threads = threadsOf({ ...reading, isHeld }, memory);
    const incident = await answerIncidentCommand({ threads, answers, clock }, key, comment);
    if (incident.run.kind === 'silence') strangers.set(person, Date.now());
    if (incident.run.kind !== 'unread') return incident;
    throw new Fault('github_answer_incomplete', {
      message: 'Too little of an incident could be read to answer a command.',
    });
  };
}

/** Issues that are written only while the work is still this process's. */
function threadsOf({ isHeld, ...reading }: IncidentContext, memory: ReadingMemory): IssueThreads {
  const transport = heldTransport(reading.transport, isHeld);
  return new GithubIssueThreads({ ...reading, transport, memory, standingNeeds });
}

/** Whether it is an incident of ours, which is kept open and labelled while its hold is in force. */
export function keptIncident(key: IssueKey, context: IncidentContext, memory: ReadingMemory): Promise<boolean> {
  return keepIncident(threadsOf(context, memory), key);
}
