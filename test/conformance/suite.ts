/** One input row: its id, and whatever else its suite reads. The expected answer, if it is there, is ignored. */
export interface Row {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** What a suite answers for one row, in the row's own output shape. */
export type Answer = { readonly output: unknown } | { readonly error: string } | { readonly unsupported: string };

/** Runs rows of one kind against the product's own functions. */
export type Suite = (row: Row) => Answer;

/** A suite whose operations the product has not taken over (yet). */
export function unsupportedSuite(why: string): Suite {
  return () => ({ unsupported: why });
}
