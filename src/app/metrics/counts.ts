import { Counter, type Registry } from 'prom-client';

/** A counter of one or two labels. */
export interface Counts {
  readonly add: (first: string, second?: string, count?: number) => void;
}

/**
 * Counted in maps of its own, and handed to prom-client when it is read: that one joins the labels to a text for each count,
 * and a judgement has a dozen of them.
 */
export function counts(
  registry: Registry,
  { name, help, labels: [firstName, secondName] }: { name: string; help: string; labels: readonly [string, string?] },
): Counts {
  const labelNames = secondName === undefined ? [firstName] : [firstName, secondName];
  const untold = new Map<string, Map<string, number>>();
  const counter = new Counter({
    name,
    help,
    labelNames,
    registers: [registry],
    collect: () => {
      for (const [first, seconds] of untold) {
        for (const [second, count] of seconds) {
          counter.inc(
            secondName === undefined ? { [firstName]: first } : { [firstName]: first, [secondName]: second },
            count,
          );
        }
      }
      untold.clear();
    },
  });
  return {
    add: (first, second = '', count = 1) => {
      let seconds = untold.get(first);
      if (seconds === undefined) {
        seconds = new Map();
        untold.set(first, seconds);
      }
      seconds.set(second, (seconds.get(second) ?? 0) + count);
    },
  };
}
