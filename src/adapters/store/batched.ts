/** Milliseconds until what failed at first at `since` is tried again; null = it has failed. */
type Again<One> = (error: unknown, since: number, one: One) => number | null;

interface Asker<One, Answer> {
  readonly one: One;
  /** When it failed at first. */
  since?: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers what is asked for in one turn of the event loop and does it at once: `work` gets all of it and answers in order.
 * When it throws, every asker is told so, but who may wait is part of the next round.
 */
export function batched<One, Answer>(
  work: (all: readonly One[]) => readonly Answer[],
  again: Again<One> = () => null,
): (one: One) => Promise<Answer> {
  let waiting: Asker<One, Answer>[] = [];
  const flush = (): void => {
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
      if (waiting.length > 0) setTimeout(flush, soonest);
    }
  };
  return (one) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ one, resolve, reject });
    });
}
