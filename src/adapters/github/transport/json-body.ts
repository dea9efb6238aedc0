/** Texts of more letters than this are parts of their own. */
const mostLetters = 500;

const nothing = new Uint8Array(0);

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
  return Array.isArray(value) ? value.some(hasLong) : Object.values(value).some(hasLong);
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
    const sizes = this.#texts.map((text) => Buffer.byteLength(text));
    const whole = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + size, before.length));
    whole.set(before);
    let at = before.length;
    for (const [index, text] of this.#texts.entries()) {
      const size = sizes[index] ?? 0;
      // What is of one byte a letter needs no encoding.
      at += whole.write(text, at, size, size === text.length ? 'latin1' : 'utf8');
    }
    return whole;
  }
}
