/** Work by key, in this process: one piece of work a key at a time, and what comes meanwhile becomes one more round. */
export interface Work<Item> {
  readonly add: (key: string, item: Item) => void;
  /** Resolves when nothing is left to do. */
  readonly idle: () => Promise<void>;
}

/** `run` must not reject; at most `width` keys are worked on at once. */
export function keyedWork<Item>(run: (item: Item) => Promise<void>, width = 20): Work<Item> {
  const waiting = new Map<string, Item>();
  const running = new Set<string>();
  const watchers: (() => void)[] = [];

  const start = (): void => {
    for (const [key, item] of waiting) {
      if (running.size >= width) return;
      if (running.has(key)) continue;
      waiting.delete(key);
      running.add(key);
      void run(item).finally(() => {
        running.delete(key);
        start();
        if (running.size === 0 && waiting.size === 0) for (const done of watchers.splice(0)) done();
      });
    }
  };

  return {
    add: (key, item) => {
      // The newest item of a key stands for all: each judgement reads the world as it is then.
      waiting.set(key, item);
      start();
    },
    idle: () =>
      running.size === 0 && waiting.size === 0 ? Promise.resolve() : new Promise((resolve) => watchers.push(resolve)),
  };
}
