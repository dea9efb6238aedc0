import type { GivenUp, Inbox } from './ports/inbox.ts';
import { type Place, type Task, taskOf, wishOf } from './task.ts';

/** A piece of work that was given up, and what it was. */
export interface GivenUpTask extends GivenUp {
  readonly task: Task;
}

const page = 500;

/** The pull requests among them. */
export function givenUpPulls(given: readonly GivenUpTask[]): ReadonlySet<number> {
  return new Set(given.flatMap(({ task: { key } }) => (key.kind === 'pull_request' ? [key.number] : [])));
}

/** All work that was given up and lies where `isThere` says. Ids count, not names: a repository may be renamed. */
export async function givenUpWhere(
  inbox: Pick<Inbox, 'givenUp'>,
  isThere: (place: Place) => boolean,
): Promise<readonly GivenUpTask[]> {
  const found: GivenUpTask[] = [];
  for (let after = ''; ; ) {
    const some = await inbox.givenUp(after, page);
    for (const one of some) {
      const task = taskOf(one);
      if (isThere(task.place)) found.push({ ...one, task });
    }
    if (some.length < page) return found;
    after = some.at(-1)?.key ?? '';
  }
}

/**
 * Tries once more what was given up (github-facts F5): an outage ends, and nothing else comes for it. Not what may be what
 * ends the process. `place`: where it is to be done now. Answers how many.
 */
export async function tryAgain(
  inbox: Pick<Inbox, 'retry'>,
  given: readonly GivenUpTask[],
  place: Place,
  now: number,
): Promise<number> {
  const worth = given.filter(({ fault }) => fault !== 'lease_lost');
  const again = worth.map(({ key, task }) => ({ key, detail: wishOf({ ...task, place }).detail }));
  if (again.length > 0) await inbox.retry(again, now);
  return again.length;
}
