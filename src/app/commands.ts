import { Fault } from '../adapters/fault.ts';
import { GithubAnswerWriter } from '../adapters/github/answer-writer.ts';
import { BoundedMap, forgetPullRequest, type ReadingMemory } from '../adapters/github/memory.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';
import type { GivenComment } from '../core/route/comment.ts';
import type { AnswerWriter } from '../reconcile/ports/answer-writer.ts';
import type { Inbox } from '../reconcile/ports/inbox.ts';
import type { Clock, Packing, PullRequestKey, PullRequestReader } from '../reconcile/ports.ts';
import { answerCommand, type CommandRun } from '../reconcile/run-command.ts';

/** Who had no standing a moment ago is not asked about again for so long: a stranger's comments cost next to nothing. */
const strangerFor = 60_000;
/** GitHub's replicas show a write at most 10 seconds late (github-facts F23). */
const lag = 12_000;

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
    const person = `${key.owner}/${key.repo} ${comment.author.id}`.toLowerCase();
    if (Date.now() - (strangers.get(person) ?? 0) < strangerFor) return { kind: 'silence' };
    const name = `answering ${key.owner}/${key.repo} ${comment.id}`.toLowerCase();
    await seenByReplicas(await inbox.note(name));
    const github = new GithubAnswerWriter({ transport, memory });
    const answers: AnswerWriter = {
      answer: async (place, body) => {
        if (!(await isHeld())) throw new Fault('lease_lost', { message: 'Another process answers this command.' });
        await inbox.keepNote(name, String(Date.now()), Date.now());
        return github.answer(place, body);
      },
    };
    const forget = (one: PullRequestKey): void => forgetPullRequest(memory, one);
    const run = await answerCommand({ reader, answers, forget, clock, packing }, key, comment);
    if (run.kind === 'silence') strangers.set(person, Date.now());
    if (run.kind !== 'unread') return run;
    throw new Fault('github_answer_incomplete', { message: 'The comments of a pull request could not be read whole.' });
  };
}

/**
 * A process may have ended just after it sent the answer: before that answer is sure to be shown, reading would not find it
 * and write another.
 */
async function seenByReplicas(sentAt: string | null): Promise<void> {
  const wait = Number(sentAt ?? 0) + lag - Date.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}
