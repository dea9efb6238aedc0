/** What is kept of an answer that may be asked for again. */
export interface RememberedAnswer {
  readonly etag: string;
  /** The `link` header, by which lists name their next page; null = there was none. */
  readonly link: string | null;
  /** The answer as JSON text: each reader gets a value of its own. */
  readonly text: string;
}

/**
 * Answers by token and path. A token belongs to one installation and its rights never grow, so what it was answered is told
 * to nobody who may not see it; an ETag is of no use with another token anyway (github-facts section 3).
 */
export interface AnswerMemory {
  readonly find: (token: string, path: string) => RememberedAnswer | null;
  readonly keep: (token: string, path: string, answer: RememberedAnswer) => void;
  readonly forget: (token: string, path: string) => void;
}

export interface AnswerMemoryBounds {
  /** Characters of the largest answer that is kept. */
  readonly each: number;
  /** Characters of all of them together, with their names. */
  readonly all: number;
}

/** A page of comments has room, a page of a hundred repositories hasn't. */
const usual: AnswerMemoryBounds = { each: 256 * 1_024, all: 16 * 1_024 * 1_024 };

/** An empty memory; what was not asked for the longest goes first. */
export function answerMemory({ each, all }: AnswerMemoryBounds = usual): AnswerMemory {
  const kept = new Map<string, RememberedAnswer>();
  let size = 0;
  const drop = (name: string): void => {
    const known = kept.get(name);
    if (known === undefined) return;
    size -= sizeOf(name, known);
    kept.delete(name);
  };
  return {
    find: (token, path) => kept.get(nameOf(token, path)) ?? null,
    keep: (token, path, answer) => {
      const name = nameOf(token, path);
      drop(name);
      if (answer.text.length > each) return;
      kept.set(name, answer);
      size += sizeOf(name, answer);
      for (const oldest of kept.keys()) {
        if (size <= all) break;
        drop(oldest);
      }
    },
    forget: (token, path) => drop(nameOf(token, path)),
  };
}

/** Neither a token nor an encoded path holds a space. */
function nameOf(token: string, path: string): string {
  return `${token} ${path}`;
}

function sizeOf(name: string, { etag, link, text }: RememberedAnswer): number {
  return name.length + etag.length + (link?.length ?? 0) + text.length;
}
