import { Fault } from '../adapters/fault.ts';
import { GithubAnswerWriter } from '../adapters/github/answer-writer.ts';
import type { ReadingMemory } from '../adapters/github/memory.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';
import type { GivenComment } from '../core/route/comment.ts';
import type { AnswerWriter } from '../reconcile/ports/answer-writer.ts';
import type { Inbox } from '../reconcile/ports/inbox.ts';
import type { PullRequestKey } from '../reconcile/ports.ts';
import { heldTransport } from './held.ts';

export interface AnsweringOptions {
  readonly inbox: Pick<Inbox, 'note' | 'keepNote'>;
  /** The reader's. */
  readonly memory: ReadingMemory;
  readonly transport: Transport;
  /** Whether the command is still this process's. */
  readonly isHeld: () => Promise<boolean>;
}

/** GitHub's replicas show a write at most 10 seconds late (github-facts F23). */
const lag = 12_000;

/**
 * The writer of a comment's one answer. A process may have ended just after it sent that answer: before it is sure to be
 * shown, reading would not find it and write another, so this waits first.
 */
export async function answeringOnce(
  { inbox, memory, transport, isHeld }: AnsweringOptions,
  { owner, repo }: Pick<PullRequestKey, 'owner' | 'repo'>,
  { id }: Pick<GivenComment, 'id'>,
): Promise<AnswerWriter> {
  const name = `answering ${owner}/${repo} ${id}`.toLowerCase();
  const wait = Number((await inbox.note(name)) ?? 0) + lag - Date.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  // Asked again before it is sent a second time.
  const github = new GithubAnswerWriter({ transport: heldTransport(transport, isHeld), memory });
  return {
    answer: async (place, body) => {
      if (!(await isHeld())) throw new Fault('lease_lost', { message: 'Another process answers this command.' });
      await inbox.keepNote(name, String(Date.now()), Date.now());
      return github.answer(place, body);
    },
  };
}
