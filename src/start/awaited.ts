import type { Sandbox } from '../sandbox/server.ts';

/** Looks until there is something to see; throws after 30 seconds, with what is seen instead. */
export async function awaited<T>(sandbox: Sandbox, look: () => T | null, instead: () => string): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    await sandbox.settled();
    const seen = look();
    if (seen !== null) return seen;
    if (Date.now() > end) throw new Error(`${instead()} after 30 seconds`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
