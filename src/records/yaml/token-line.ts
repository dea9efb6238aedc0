import type { CST } from 'yaml';

/** Spaces, line ends and comments: they mean nothing by themselves. */
export function isSpacing({ type }: CST.Token): boolean {
  return type === 'space' || type === 'newline' || type === 'comment';
}

/** Characters that an unquoted text can't begin with. */
const RESERVED = ',%|>@`\t';

/** An unquoted text that is what it says. */
export function isOneLine(source: string): boolean {
  return !source.includes('\n') && (source === '' || !RESERVED.includes(source.charAt(0)));
}

/** A key on a line of its mapping. */
export function isKey(key: CST.Token | null, indent: number): key is CST.FlowScalar {
  if (key?.type !== 'scalar' && key?.type !== 'single-quoted-scalar' && key?.type !== 'double-quoted-scalar')
    return false;
  return key.indent === indent && key.end === undefined && !key.source.includes('\n');
}

/**
 * The one mark among what stands before a key or a value, null where there is none; undefined where more stands there than
 * spaces and comments, or a comment isn't apart from what is before it.
 */
export function marks(
  tokens: readonly CST.SourceToken[],
  mark: 'map-value-ind' | 'seq-item-ind' | 'comma' | null,
  atStart: boolean,
): CST.SourceToken | null | undefined {
  let found: CST.SourceToken | null = null;
  let apart = atStart;
  for (const token of tokens) {
    const { type } = token;
    if (type === 'newline') apart = true;
    else if (type === 'space') {
      // Whether a tab may stand there is the composer's question.
      if (token.source.includes('\t')) return undefined;
      apart = true;
    } else if (type === 'comment') {
      if (!apart) return undefined;
    } else if (type === mark && found === null) {
      found = token;
      apart = false;
    } else return undefined;
  }
  return found;
}

/** Where the rest of a line ends that begins at `end` with the token `from`; null where more stands in it than a comment. */
export function afterRest(tokens: readonly CST.SourceToken[] | undefined, from: number, end: number): number | null {
  let [after, apart] = [end, false];
  for (let index = from; index < (tokens?.length ?? 0); index += 1) {
    const token = tokens?.[index];
    if (token === undefined || !isSpacing(token) || (token.type === 'comment' && !apart)) return null;
    apart = true;
    after += token.source.length;
  }
  return after;
}

/** Where the last of these tokens ends; `end` where there is none. */
export function endOf(tokens: readonly CST.SourceToken[], end: number): number {
  const last = tokens.at(-1);
  return last === undefined ? end : last.offset + last.source.length;
}
