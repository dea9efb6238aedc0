/**
 * Gathers what is asked for in one turn of the event loop and does it at once: `work` gets all of it and answers in order.
 * When it throws, every asker is told so.
 */
export function batched<One, Answer>(work: (all: readonly One[]) => readonly Answer[]): (one: One) => Promise<Answer> {
  let waiting: {
    readonly one: One;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: unknown) => void;
  }[] = [];
  const flush = (): void => {
    const all = waiting;
    waiting = [];
    try {
      const answers = work(all.map(({ one }) => one));
      for (const [index, { resolve }] of all.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      for (const { reject } of all) reject(error);
    }
  };
  return (one) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ one, resolve, reject });
    });
}
