import type { Ternary } from '../../generated/types.ts';
import type { Problem } from '../problem.ts';
import type { GivenSignals, SignalsRead } from './signal.ts';

/** How a file is judged: `assumePresent` is the reference's optimistic reading, else every signal is unknown until given. */
export interface ParityOptions {
  assumePresent: boolean;
  path: string;
}

/**
 * The answer of check-change and check-rollout. `output` has the reference's keys in its order, `own` what we print after them.
 * A failure carries the first problem's message as the reference would have raised it, and all problems.
 */
export type ParityAnswer<Output> =
  | { ok: true; output: Output; own: OwnKeys; problems: readonly Problem[] }
  | { ok: false; error: string; problems: readonly Problem[] };

/** Our own keys, after the reference's. */
export interface OwnKeys {
  shape: string;
  assume_present: boolean;
  unknown_signals: string[];
  blocking_findings: string[];
  findings: { code: string; message: string; line: number; column: number }[];
}

export function failure(problems: readonly Problem[]): { ok: false; error: string; problems: readonly Problem[] } {
  const first = problems.find(({ severity }) => severity === 'error');
  return { ok: false, error: first?.message ?? '', problems };
}

/** A bad `--signal` is a problem of the command line: it has no place in the file. */
export function signalFailure(read: Extract<SignalsRead, { ok: false }>, path: string) {
  const where = { file: path, line: 1, column: 1, end_line: 1, end_column: 1 };
  return failure([{ code: read.code, pointer: '', severity: 'error', message: read.error, where }]);
}

export function findingsOf(problems: readonly Problem[]): OwnKeys['findings'] {
  return problems.map(({ code, message, where }) => ({ code, message, line: where.line, column: where.column }));
}

/** The value of a signal: as given, else `assumed`. */
export function observed(given: GivenSignals, name: string, assumed: Ternary): Ternary {
  const value = given.get(name);
  return value === undefined ? assumed : value ? 'true' : 'false';
}
