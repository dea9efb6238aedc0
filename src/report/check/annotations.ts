import type { Decision, Problem, Reason, Where } from '../../generated/types.ts';
import { cleanLine, cleanLines, clip } from '../markdown/clean.ts';
import type { Annotation } from '../output.ts';

/** Characters; GitHub takes 255 in a title and 64 KB in a message. */
const MAX_TITLE = 255;
const MAX_MESSAGE = 4_000;
const ORDER = ['failure', 'warning', 'notice'] as const;

/**
 * Every problem and every reason that has a line, each once, the worst first. Files of other repositories
 * (`acme/.github:rollout-gate.yml`) can't be annotated here. The caller sends them in batches of 50.
 */
export function annotationsOf(decision: Decision): readonly Annotation[] {
  const isObserved = decision.enforcement === 'observe';
  const problems = decision.problems.map((problem) => ofProblem(problem, isObserved));
  const all = [...problems];
  for (const reason of decision.reasons) {
    if (reason.where === undefined) continue;
    const annotation = ofReason(reason, reason.where);
    // A reason such as record_malformed stands where its first problem stands: one note a place is enough.
    if (!problems.some((problem) => isSamePlace(problem, annotation))) all.push(annotation);
  }
  const shown = all.filter(({ path }) => isOwnPath(path)).toSorted(byLevelAndPlace);
  return shown.filter((_annotation, at) => !isRepeated(shown, at));
}

function ofProblem({ code, severity, message, hint, where }: Problem, isObserved: boolean): Annotation {
  const level = severity === 'warning' || isObserved ? 'warning' : 'failure';
  return annotation(where, level, code, hint === undefined ? message : `${message}\n${hint}`);
}

function ofReason({ code, effect, message, mode }: Reason, where: Where): Annotation {
  const level = mode === 'observe' || effect === 'advise' ? 'notice' : effect === 'block' ? 'failure' : 'warning';
  return annotation(where, level, code, message);
}

function annotation(where: Where, level: Annotation['level'], code: string, message: string): Annotation {
  const isOneLine = where.line === where.end_line;
  return {
    path: where.file,
    start_line: Math.max(1, where.line),
    end_line: Math.max(1, where.line, where.end_line),
    start_column: isOneLine ? Math.max(1, where.column) : null,
    // Ours is just after the range, GitHub's the last column in it.
    end_column: isOneLine ? Math.max(1, where.column, where.end_column - 1) : null,
    level,
    title: cleanLine(code, MAX_TITLE),
    message: clip(cleanLines(message), MAX_MESSAGE),
  };
}

function isSamePlace(a: Annotation, b: Annotation): boolean {
  return a.start_line === b.start_line && a.start_column === b.start_column && a.path === b.path;
}

/** Whether the same stands before it in the sorted list: it can only be among those of its level and place. */
function isRepeated(sorted: readonly Annotation[], at: number): boolean {
  const one = sorted[at];
  for (let before = at - 1; before >= 0; before -= 1) {
    const other = sorted[before];
    if (one === undefined || other === undefined || one.level !== other.level || !isSamePlace(one, other)) return false;
    if (isSameNote(one, other)) return true;
  }
  return false;
}

function isSameNote(a: Annotation, b: Annotation): boolean {
  return a.title === b.title && a.message === b.message && a.end_line === b.end_line && a.end_column === b.end_column;
}

function isOwnPath(path: string): boolean {
  return path !== '' && !path.includes(':');
}

function byLevelAndPlace(a: Annotation, b: Annotation): number {
  const byPath = a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
  return (
    ORDER.indexOf(a.level) - ORDER.indexOf(b.level) ||
    byPath ||
    a.start_line - b.start_line ||
    (a.start_column ?? 0) - (b.start_column ?? 0)
  );
}
