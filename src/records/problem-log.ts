import { redactQuotes } from '../core/redaction/redact.ts';
import { type ProblemCode, problems as meanings } from '../generated/codes.ts';
import type { Place } from './place.ts';
import type { Parsed, Problem } from './problem.ts';
import { hasErrors } from './problem.ts';
import { MAX_PROBLEMS } from './yaml/limits.ts';
import type { YamlFile } from './yaml/reader.ts';

/** Collects what is wrong with one record, errors in the order in which the reference would raise them. */
export interface ProblemLog {
  error(code: ProblemCode, place: Place, message: string, hint?: string): void;
  warn(code: ProblemCode, place: Place, message: string, hint?: string): void;
  /** Everything: errors in checking order, then the YAML reader's, then all warnings by line. */
  all(): Problem[];
}

export function problemLog(file: YamlFile): ProblemLog {
  const errors: Problem[] = [];
  const warnings: Problem[] = [];
  const toProblem = (
    severity: Problem['severity'],
    code: ProblemCode,
    place: Place,
    message: string,
    hint: string,
  ): Problem => ({
    code,
    pointer: place.pointer,
    severity,
    message: redactQuotes(message),
    hint,
    where: { file: file.file, ...file.span(place.start, place.end) },
  });
  return {
    error(code, place, message, hint = meanings[code].next) {
      if (errors.length <= MAX_PROBLEMS) errors.push(toProblem('error', code, place, message, hint));
    },
    warn(code, place, message, hint = meanings[code].next) {
      if (warnings.length <= MAX_PROBLEMS) warnings.push(toProblem('warning', code, place, message, hint));
    },
    all() {
      if (file.problems.length === 0) return truncate([...errors, ...warnings.toSorted(byLine)]);
      const reported = new Set(errors.map(placeKey));
      const own = file.problems.filter((problem) => problem.severity === 'error' && !reported.has(placeKey(problem)));
      const advice = [...warnings, ...file.problems.filter(({ severity }) => severity === 'warning')];
      return truncate([...errors, ...own, ...advice.toSorted(byLine)]);
    },
  };
}

/** A view of a log that lets one error through: for a file of unknown shape the rest would be noise. */
export function firstErrorOnly(log: ProblemLog): ProblemLog {
  let told = false;
  return {
    ...log,
    error(...problem) {
      if (!told) log.error(...problem);
      told = true;
    },
    warn() {},
  };
}

/** What comes out of a log: the record only when nothing is an error. */
export function settle<T>(record: T | null, log: ProblemLog): Parsed<T> {
  const problems = log.all();
  return { record: hasErrors(problems) ? null : record, problems };
}

/** A key that isn't a string is found by the YAML reader and by the record's own check: one report is enough. */
function placeKey({ code, where }: Problem): string {
  const kind = code === 'mode_key_type' ? 'yaml_key_not_string' : code;
  return `${kind}:${where.line}:${where.column}`;
}

function byLine(a: Problem, b: Problem): number {
  return a.where.line - b.where.line || a.where.column - b.where.column;
}

function truncate(problems: Problem[]): Problem[] {
  const next = problems[MAX_PROBLEMS];
  if (next === undefined || next.code === 'problems_truncated') return problems;
  const { means, next: hint } = meanings.problems_truncated;
  const severity = hasErrors(problems.slice(MAX_PROBLEMS)) ? 'error' : 'warning';
  return [
    ...problems.slice(0, MAX_PROBLEMS),
    { ...next, code: 'problems_truncated', severity, message: means.replace(/\.$/, ''), hint },
  ];
}
