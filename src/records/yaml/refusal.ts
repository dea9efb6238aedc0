import type { ProblemCode } from '../../generated/codes.ts';

/** A reason why the reader won't take (a part of) a file, by UTF-16 offsets into the prepared text. */
export interface Refusal {
  code: ProblemCode;
  start: number;
  end: number;
  message: string;
  hint?: string;
  pointer?: string;
}
