import { systemTimer, type Timer } from '../timer.ts';

/** Milliseconds until what failed at first at `since` is tried again; null = it has failed. */
type Again<One> = (error: unknown, since: number, one: One) => number | null;

interface Asker<One, Answer> {
  readonly one: One;
  /** When it failed at first. */
  since?: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

interface Batching<One> {
  /** Default: nothing is tried again. */
  readonly again?: Again<One>;
  /** How long one may wait for others, milliseconds; default: for those of its turn of the event loop alone, 0. */
  readonly patience?: (one: One) => number;
  readonly timer?: Pick<Timer, 'later'>;
}

/** When the next round is, as far as that is settled. */
type Next = 'open' | 'later' | 'this turn' | 'held';

/**
 * Gathers what is asked for in one turn of the event loop, with what was asked for before and may wait, and does it at once:
 * `work` gets all of it and answers in order. When it throws, every asker is told so, but who may wait is part of the next
 * round.
 */
export function batched<One, Answer>(
  work: (all: readonly One[]) => readonly Answer[],
  { again = () => null, patience = () => 0, timer = systemTimer }: Batching<One> = {},
): (one: One) => Promise<Answer> {
  let waiting: Asker<One, Answer>[] = [];
  let next: Next = 'open';
  let end = (): void => undefined;
  const flush = (): void => {
    end();
    next = 'open';
    const all = waiting;
    waiting = [];
    try {
      const answers = work(all.map(({ one }) => one));
      for (const [index, { resolve }] of all.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      let soonest = Infinity;
      for (const asker of all) {
        asker.since ??= Date.now();
        const wait = again(error, asker.since, asker.one);
        if (wait === null) asker.reject(error);
        else {
          waiting.push(asker);
          soonest = Math.min(soonest, wait);
        }
      }
      if (waiting.length === 0) return;
      next = 'held';
      end = timer.later(soonest, flush);
    }
  };
  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject });
      const longest = patience(one);
      if (next === 'open' && longest > 0) {
        next = 'later';
        end = timer.later(longest, flush);
      } else if (longest === 0 && (next === 'open' || next === 'later')) {
        next = 'this turn';
        setImmediate(flush);
      }
    });
}
