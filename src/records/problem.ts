import type { ProblemCode } from '../generated/codes.ts';
import type { Problem as AnyProblem, Where } from '../generated/types.ts';

/** One thing wrong in a file, as a value; `code` is from the closed list in schemas/codes/problems.json. */
export type Problem = Omit<AnyProblem, 'code'> & { readonly code: ProblemCode };

/** A range without its file: lines and columns count from 1, columns in UTF-16 units, the end is exclusive. */
export type Span = Omit<Where, 'file'>;

/** A record read from text. `record` is null as soon as one problem is an error; warnings alone leave it usable. */
export interface Parsed<T> {
  readonly record: T | null;
  readonly problems: readonly Problem[];
}

export function hasErrors(problems: readonly AnyProblem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}
