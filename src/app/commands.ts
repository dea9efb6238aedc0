import { Fault } from '../adapters/fault.ts';
import { BoundedMap } from '../adapters/bounded-map.ts';
import { forgetPullRequest, type ReadingMemory } from '../adapters/github/memory.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';
import type { GivenComment } from '../core/route/comment.ts';
import type { Inbox } from '../reconcile/ports/inbox.ts';
import type { Clock, Packing, PullRequestKey, PullRequestReader } from '../reconcile/ports.ts';
import { answerCommand, type CommandRun } from '../reconcile/run-command.ts';
import { answeringOnce } from './answering.ts';
import { strangerKey } from './strangers.ts';

/** Who had no standing a moment ago is not asked about again for so long: a stranger's comments cost next to nothing. */
const strangerFor = 60_000;
export interface CommandOptions {
  readonly inbox: Pick<Inbox, 'note' | 'keepNote'>;
  readonly memory: ReadingMemory;
  readonly clock: Clock;
  readonly packing: Packing;
}

/** What one command is done with. */
export interface CommandContext {
  readonly transport: Transport;
  readonly reader: PullRequestReader;
  readonly isHeld: () => Promise<boolean>;
}

/** Answers commands; the process remembers who is a stranger where. */
export function commands({
  inbox,
  memory,
  clock,
  packing,
}: CommandOptions): (key: PullRequestKey, comment: GivenComment, context: CommandContext) => Promise<CommandRun> {
  const strangers = new BoundedMap<number>(10_000);
  return async (key, comment, { transport, reader, isHeld }) => {
    const person = strangerKey(key, comment);
    if (Date.now() - (strangers.get(person) ?? 0) < strangerFor) return { kind: 'silence' };
    const answers = await answeringOnce({ inbox, memory, transport, isHeld }, key, comment);
    const forget = (one: PullRequestKey): void => forgetPullRequest(memory, one);
    const run = await answerCommand({ reader, answers, forget, clock, packing }, key, comment);
    if (run.kind === 'silence') strangers.set(person, Date.now());
    if (run.kind !== 'unread') return run;
    throw new Fault('github_answer_incomplete', {
      message: 'Too little of a pull request could be read to answer a command.',
    });
  };
}
