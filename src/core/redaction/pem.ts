import { hidden } from './hidden.ts';

const [begin, end, dashes] = ['-----BEGIN ', '-----END ', '-----'] as const;

/** The text without its PEM blocks; a block that has no end reaches to the end of the text. */
export function withoutPem(text: string): string {
  let [kept, at] = ['', 0];
  for (;;) {
    const start = text.indexOf(begin, at);
    if (start < 0) return kept + text.slice(at);
    kept += text.slice(at, start) + hidden;
    const foot = text.indexOf(end, start + begin.length);
    const last = foot < 0 ? -1 : text.indexOf(dashes, foot + end.length);
    if (last < 0) return kept;
    at = last + dashes.length;
  }
}
