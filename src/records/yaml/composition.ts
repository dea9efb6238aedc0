import { Composer, type CST, type Document } from 'yaml';
import type { Refusal } from './refusal.ts';

/** A composed document (null for a file without content), or the syntax errors that forbid one. */
export interface Composition {
  document: Document.Parsed | null;
  refusals: Refusal[];
}

/** Syntax errors reported for one file: what follows the first ones is mostly their echo. */
const MAX_ERRORS = 20;

class TooManyErrors extends Error {}

type OnError = (
  source: number | [number, number] | { offset: number; source: string },
  code: string,
  message: string,
) => void;

/** Composes gated tokens with every scalar as text: types are resolved by our own core schema (`scalar.ts`). */
export function compose(tokens: readonly CST.Token[]): Composition {
  const refusals: Refusal[] = [];
  const composer = new Composer({ schema: 'failsafe', uniqueKeys: false, prettyErrors: false, strict: true });
  // The library makes an Error with a stack for each syntax error: thousands in one hostile file take half a second.
  const watched: { onError: OnError } = composer as unknown as { onError: OnError };
  watched.onError = (source, code, message) => {
    refusals.push(syntaxRefusal(source, code, message));
    if (refusals.length >= MAX_ERRORS) throw new TooManyErrors();
  };
  try {
    const [document = null] = [...composer.compose(tokens)];
    return {
      document,
      refusals: [
        ...refusals,
        ...(document?.errors ?? []).map(({ pos, code, message }) => syntaxRefusal(pos, code, message)),
      ],
    };
  } catch (error) {
    if (error instanceof TooManyErrors) return { document: null, refusals };
    // Any other exception of the parser is one more way to be unreadable, never a crash.
    return {
      document: null,
      refusals: [...refusals, { code: 'yaml_syntax', start: 0, end: 0, message: 'The file cannot be read as YAML' }],
    };
  }
}

function syntaxRefusal(source: Parameters<OnError>[0], code: string, message: string): Refusal {
  const [start, end] = range(source);
  return { code: code === 'RESOURCE_EXHAUSTION' ? 'yaml_too_deep' : 'yaml_syntax', start, end, message };
}

function range(source: Parameters<OnError>[0]): [number, number] {
  if (typeof source === 'number') return [source, source + 1];
  if (Array.isArray(source)) return source;
  return [source.offset, source.offset + Math.max(1, source.source?.length ?? 1)];
}
