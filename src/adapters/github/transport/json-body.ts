/** Texts of more letters than this are parts of their own. */
const mostLetters = 500;
/** A letter of a string (a UTF-16 unit) takes so many bytes of UTF-8 at most. */
const mostBytes = 3;
/** Bytes of the place where bodies are put together; what may not fit into it is put together by parts. */
const roomBytes = 256 * 1024;

const nothing = new Uint8Array(0);
/** Nothing of it is kept: a body leaves it, as a copy of just its size, in the same step. */
let room: Buffer | null = null;

/**
 * What JSON can hold, as `JSON.stringify` writes it, in UTF-8 and between `before` and `after`. Long texts are encoded one by
 * one: a single letter beyond Latin-1 makes the engine keep two bytes for each letter of the string it stands in, and every
 * step from there takes twice as long.
 */
export function jsonBody(value: unknown, before: Uint8Array = nothing, after = ''): Buffer {
  const parts = new Parts();
  parts.add(value);
  parts.append(after);
  return parts.behind(before);
}

/** Whether there is a long text anywhere in it. */
function hasLong(value: unknown): boolean {
  if (typeof value === 'string') return value.length > mostLetters;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasLong);
  for (const key in value) if (hasLong((value as Readonly<Record<string, unknown>>)[key])) return true;
  return false;
}

class Parts {
  readonly #texts: string[] = [];
  /** What came since the last part, and goes into one with what comes next. */
  #open = '';

  append(text: string): void {
    this.#open += text;
  }

  add(value: unknown): void {
    if (!hasLong(value)) this.#open += JSON.stringify(value) ?? 'null';
    else if (typeof value === 'string') this.#texts.push(this.#closed(), JSON.stringify(value));
    else if (Array.isArray(value)) this.#addList(value);
    else this.#addMembers(value as Readonly<Record<string, unknown>>);
  }

  #addList(list: readonly unknown[]): void {
    let mark = '[';
    for (const one of list) {
      this.#open += mark;
      this.add(one);
      mark = ',';
    }
    this.#open += ']';
  }

  #addMembers(mapping: Readonly<Record<string, unknown>>): void {
    let mark = '{';
    for (const key of Object.keys(mapping)) {
      const value = mapping[key];
      if (value === undefined) continue;
      this.#open += `${mark}${JSON.stringify(key)}:`;
      this.add(value);
      mark = ',';
    }
    this.#open += '}';
  }

  #closed(): string {
    const text = this.#open;
    this.#open = '';
    return text;
  }

  behind(before: Uint8Array): Buffer {
    this.#texts.push(this.#closed());
    const most = this.#texts.reduce((sum, text) => sum + text.length * mostBytes, before.length);
    if (most > roomBytes) return Buffer.concat([before, ...this.#texts.map((text) => Buffer.from(text))]);
    room ??= Buffer.alloc(roomBytes);
    room.set(before);
    let at = before.length;
    for (const text of this.#texts) at += room.write(text, at);
    return Buffer.from(room.subarray(0, at));
  }
}
