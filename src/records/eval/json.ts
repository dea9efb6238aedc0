import type { ProblemCode } from '../../generated/codes.ts';
import type { SchemaError } from '../../generated/schema-error.ts';
import type { Problem } from '../problem.ts';
import { lineIndex } from '../yaml/position.ts';

/** Bytes of UTF-8 that a report may have (github-facts T7). */
export const MAX_REPORT_BYTES = 5 * 1024 * 1024;
const MAX_JSON_DEPTH = 32;
/** A validator makes an error object per bad value: so many values are no report, but a way to fill the memory. */
const MAX_REPORT_VALUES = 250_000;

/** Bytes of UTF-8, and values counted by the commas between them. */
export interface JsonBounds {
  readonly bytes: number;
  readonly values: number;
}

const REPORT_BOUNDS: JsonBounds = { bytes: MAX_REPORT_BYTES, values: MAX_REPORT_VALUES };
const MAX_VIOLATIONS = 50;

/** A JSON text read within its bounds: the value, or why there is none. */
export type BoundedJson =
  | { readonly value: unknown; readonly problem: null }
  | { readonly value: null; readonly problem: Problem };

/** Reads JSON of at most 32 levels within `bounds` (a report's: 5 MB, 250,000 values). Never throws; `file` is what the problem is shown at. */
export function readJson(text: string, file: string, bounds: JsonBounds = REPORT_BOUNDS): BoundedJson {
  if (byteLength(text, bounds.bytes) > bounds.bytes) {
    return refused('json_too_large', `The file is larger than ${Math.floor(bounds.bytes / 1024)} KiB`, file, text, 0);
  }
  const excess = findExcess(text, bounds.values);
  if (excess !== null) return refused(excess.code, excess.message, file, text, excess.at);
  try {
    const value: unknown = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
    return { value, problem: null };
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    return refused('json_syntax', 'The file is not valid JSON at this place', file, text, Number(at ?? 0));
  }
}

/** The violations of a schema as problems, without positions: reports are made by programs, the pointer says where. */
export function schemaProblems(errors: readonly SchemaError[] | null | undefined, file: string): Problem[] {
  return (errors ?? []).slice(0, MAX_VIOLATIONS).map(({ instancePath, message, params }) => {
    const extra =
      typeof params['additionalProperty'] === 'string' ? ` (${params['additionalProperty'].slice(0, 60)})` : '';
    const subject = instancePath === '' ? 'The file' : instancePath;
    return problemAt('json_schema', `${subject} ${message ?? 'does not fit the schema'}${extra}`, file, {
      pointer: instancePath,
    });
  });
}

/** A problem of a file; without a place it stands at the first line. */
export function problemAt(
  code: ProblemCode,
  message: string,
  file: string,
  place: { readonly pointer?: string; readonly line?: number; readonly column?: number } = {},
): Problem {
  const { pointer = '', line = 1, column = 1 } = place;
  return {
    code,
    pointer,
    severity: 'error',
    message,
    where: { file, line, column, end_line: line, end_column: column + 1 },
  };
}

/** Bytes of UTF-8; a text that is too long by its units alone is not encoded. */
export function byteLength(text: string, enough: number): number {
  return text.length > enough ? text.length : new TextEncoder().encode(text).length;
}

function refused(code: ProblemCode, message: string, file: string, text: string, at: number): BoundedJson {
  const { line, column } = at === 0 ? { line: 1, column: 1 } : lineIndex(text).span(at, at);
  return { value: null, problem: problemAt(code, message, file, { line, column }) };
}

interface Excess {
  readonly code: ProblemCode;
  readonly message: string;
  readonly at: number;
}

/** One pass over the text outside of strings, before the (recursive) parser of the runtime sees it. */
function findExcess(text: string, maxValues: number): Excess | null {
  let [depth, values, inString] = [0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (inString) {
      if (unit === BACKSLASH) at += 1;
      else if (unit === QUOTE) inString = false;
    } else if (unit === QUOTE) inString = true;
    else if (unit === OPEN_BRACE || unit === OPEN_BRACKET) depth += 1;
    else if (unit === CLOSE_BRACE || unit === CLOSE_BRACKET) depth -= 1;
    else if (unit === COMMA) values += 1;
    if (depth > MAX_JSON_DEPTH)
      return { code: 'json_too_deep', message: `The file nests deeper than ${MAX_JSON_DEPTH} levels`, at };
    if (values > maxValues)
      return { code: 'json_too_large', message: `The file holds more than ${maxValues} values`, at };
  }
  return null;
}

const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];
