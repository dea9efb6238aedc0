import { type ReadingMemory, tailKey } from '../../adapters/github/memory.ts';
import type { Tail } from '../../core/command/chain/comment.ts';
import type { Inbox } from '../../reconcile/ports/inbox.ts';

/**
 * The newest answer of each pull request, kept beyond the process: whoever deletes an answer with every trace of it on
 * GitHub while no App runs is found out all the same (github-facts T16). Does the work between recalling and keeping it.
 */
export function withAnswerTails({
  inbox,
  memory,
  now = Date.now,
}: {
  readonly inbox: Pick<Inbox, 'note' | 'keepNote'>;
  readonly memory: Pick<ReadingMemory, 'tails'>;
  readonly now?: () => number;
}): <Result>(repository: number | null, number: number, work: () => Promise<Result>) => Promise<Result> {
  return async (repository, number, work) => {
    if (repository === null) return work();
    const key = tailKey(repository, number);
    const name = `answers ${key}`;
    const note = await inbox.note(name);
    const noted = memory.tails.get(key) ?? tailOf(note);
    if (noted !== null) memory.tails.set(key, noted);
    try {
      return await work();
    } finally {
      const tail = memory.tails.get(key);
      if (tail !== undefined && (tail.digest !== noted?.digest || now() - keptAt(note) > keptFor))
        await inbox.keepNote(name, `${tail.number} ${tail.digest} ${now()}`, now());
    }
  };
}

/** Notes that are not kept again are forgotten after a month; each is kept again after so long, milliseconds. */
const keptFor = 86_400_000;

function tailOf(note: string | null): Tail | null {
  const [number, digest] = (note ?? '').split(' ');
  return digest === undefined ? null : { number: Number(number), digest };
}

/** 0 = not said. */
function keptAt(note: string | null): number {
  return Number(note?.split(' ')[2] ?? 0);
}
