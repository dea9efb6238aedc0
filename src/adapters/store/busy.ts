import { Fault } from '../fault.ts';

/**
 * How long SQLite waits for another process that writes, milliseconds. Our transactions take a few; all of this process stands
 * still meanwhile, its door too.
 */
export const busyTimeout = 150;
/** After such a wait nobody waits again for so long. */
const rest = 250;
/** For how long it is tried again, milliseconds: who brings a delivery hears within a second, all else waits in its own time. */
export const patience = { door: 500, work: 3_000 } as const;

/**
 * Who may try to write while another process holds the store: one in each rest, for all of them. The first try costs nothing
 * more than without it.
 */
export class BusyGate {
  readonly #now: () => number;
  #closedUntil = 0;
  #error: unknown = null;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Does it now or throws: what it throws itself, or what the last one met while nobody may try. */
  once<Result>(work: () => Result): Result {
    if (this.#closedUntil > 0 && this.#now() < this.#closedUntil) throw this.#error;
    try {
      const result = work();
      this.#closedUntil = 0;
      return result;
    } catch (error) {
      if (isBusy(error)) [this.#closedUntil, this.#error] = [this.#now() + rest, error];
      throw error;
    }
  }

  /** Milliseconds until another try of what first failed at `since`; null = it is too late, or no wait mends it. */
  again(error: unknown, since: number, longest: number): number | null {
    if (!isBusy(error)) return null;
    const wait = Math.max(1, this.#closedUntil - this.#now());
    return this.#now() + wait > since + longest ? null : wait;
  }

  /** Does it now, or later while others may do their work. */
  async patiently<Result>(work: () => Result): Promise<Result> {
    let since: number | null = null;
    for (;;) {
      try {
        return this.once(work);
      } catch (error) {
        since ??= this.#now();
        const wait = this.again(error, since, patience.work);
        if (wait === null) throw error;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }
}

/** SQLITE_BUSY and SQLITE_LOCKED, whatever stands in the upper bits. */
function isBusy(error: unknown): boolean {
  if (!(error instanceof Fault) || !(error.cause instanceof Error) || !('errcode' in error.cause)) return false;
  return [5, 6].includes(Number(error.cause.errcode) & 0xff);
}
