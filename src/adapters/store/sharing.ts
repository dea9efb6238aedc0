import type { DatabaseSync } from 'node:sqlite';
import { systemTimer, type Timer } from '../timer.ts';
import { batched } from './batched.ts';
import { BusyGate, patience } from './busy.ts';
import { controlOf, durably, guarded, transaction } from './database.ts';

/** How long what nobody waits for is gathered, milliseconds: a few judgements end meanwhile where there are many. */
const gathering = 12;

type Settled = { readonly answer: unknown } | { readonly error: unknown };

interface How<Answer> {
  /** Whether its answer is an acknowledgement: it has to be on the disk then. Default: it isn't. */
  readonly isDurable?: boolean;
  /** Its answer where it would write nothing; null = it would. Asked when nothing else writes either. Default: null. */
  readonly idle?: () => Answer | null;
  /** Whether nobody waits for it: it goes with what others ask for, or after a moment. Default: somebody does. */
  readonly canWait?: boolean;
}

interface Shared extends How<unknown> {
  readonly work: () => unknown;
}

/** Does a piece of work in the next transaction, with its answer. It may be begun twice: what it wrote was taken back then. */
export type Share = <Answer>(work: () => Answer, how?: How<Answer>) => Promise<Answer>;

/**
 * Work that shares a transaction with what is asked for in the same turn of the event loop, whatever it is: most of a small
 * transaction's cost is its beginning and end. Each is done whole or not at all, and what fails takes nothing else with it.
 * While another process holds the store, all of it waits together.
 */
export function sharing(
  database: DatabaseSync,
  gate = new BusyGate(),
  timer: Pick<Timer, 'later'> = systemTimer,
): Share {
  const together = (all: readonly Shared[]): readonly Settled[] => {
    const idle = idleAnswers(all);
    if (idle !== null) return idle;
    const whole = all.some(({ isDurable }) => isDurable === true) ? durably : transaction;
    const [only] = all;
    // One alone is taken back with its transaction.
    if (all.length === 1 && only !== undefined) return [{ answer: whole(database, only.work) }];
    // Hardly ever does one fail: only then is all begun again, each so that it can be taken back alone.
    let isUnderWay = false;
    try {
      return whole(database, () => {
        isUnderWay = true;
        const answers = all.map(({ work }) => ({ answer: work() }));
        isUnderWay = false;
        return answers;
      });
    } catch (error) {
      if (!isUnderWay) throw error;
      return whole(database, () => all.map(({ work }) => settled(database, work)));
    }
  };
  const ask = batched((all: readonly Shared[]) => gate.once(() => together(all)), {
    // Somebody waits at the door for what is acknowledged.
    again: (error, since, { isDurable }) =>
      gate.again(error, since, isDurable === true ? patience.door : patience.work),
    patience: ({ canWait }) => (canWait === true ? gathering : 0),
    timer,
  });
  return async <Answer>(work: () => Answer, how: How<Answer> = {}): Promise<Answer> => {
    const result = await ask({ work, ...how });
    if ('error' in result) throw result.error;
    return result.answer as Answer;
  };
}

/** No transaction is begun for what writes nothing; null = one of them would. */
function idleAnswers(all: readonly Shared[]): readonly Settled[] | null {
  if (all.some(({ idle }) => idle === undefined)) return null;
  const answers: Settled[] = [];
  for (const { idle } of all) {
    const answer = idle === undefined ? null : guarded(idle);
    if (answer === null) return null;
    answers.push({ answer });
  }
  return answers;
}

function settled(database: DatabaseSync, work: () => unknown): Settled {
  const { savepoint, release } = controlOf(database);
  savepoint.run();
  try {
    const answer = guarded(work);
    release.run();
    return { answer };
  } catch (error) {
    // SQLite has taken back all of it, as on a full disk.
    if (!database.isTransaction) throw error;
    database.exec('ROLLBACK TO one; RELEASE one');
    return { error };
  }
}
