/**
 * A map that forgets what was unused for long: the `limit` entries that were used last are there, unless that was longer ago than
 * `longest` milliseconds, and never more than twice as many or much older ones once more is kept. It has two halves, so that
 * using an entry moves it once for many times that it is used.
 */
export class BoundedMap<Value> {
  #recent = new Map<string, Value>();
  #older = new Map<string, Value>();
  readonly #limit: number;
  readonly #longest: number;
  readonly #now: () => number;
  /** When the recent half was begun. */
  #begun: number;

  constructor(limit: number, longest = Infinity, now: () => number = () => performance.now()) {
    this.#limit = limit;
    this.#longest = longest;
    this.#now = now;
    this.#begun = now();
  }

  get(key: string): Value | undefined {
    const value = this.#recent.get(key);
    if (value !== undefined) return value;
    const older = this.#older.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: string, value: Value): void {
    const isFull = this.#recent.size >= this.#limit && !this.#recent.has(key);
    if (isFull || this.#now() - this.#begun > this.#longest) this.#turn();
    this.#recent.set(key, value);
  }

  #turn(): void {
    this.#older = this.#recent;
    this.#recent = new Map();
    this.#begun = this.#now();
  }

  delete(key: string): void {
    this.#recent.delete(key);
    this.#older.delete(key);
  }
}
