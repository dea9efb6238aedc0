/** What a code means and what comes next, each a sentence. */
export interface CodeText {
  readonly means: string;
  readonly next: string;
}

/** The closed lists of codes, by code (schemas/codes). */
export interface CodeTexts {
  readonly answers: { readonly [code: string]: CodeText };
  readonly reasons: { readonly [code: string]: CodeText };
}

/** The text of a code; codes of a list come from data too, and `constructor` is none. */
export function textOf(list: CodeTexts['answers'], code: string): CodeText | null {
  return Object.hasOwn(list, code) ? (list[code] ?? null) : null;
}
