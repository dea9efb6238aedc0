import type { Problem } from '../../generated/types.ts';
import { cleanLine } from '../markdown/clean.ts';

/**
 * A workflow command as data. Only the shell's printer turns it into a line: it escapes what has to be escaped, and nothing else
 * may write such a line (github-facts T27).
 */
export interface WorkflowAnnotation {
  readonly command: 'error' | 'warning';
  readonly properties: {
    readonly file: string;
    readonly line: number;
    readonly endLine: number;
    readonly col: number;
    readonly endColumn: number;
    readonly title: string;
  };
  readonly message: string;
}

/** Problems for `validate --format github`. */
export function workflowAnnotations(problems: readonly Problem[]): readonly WorkflowAnnotation[] {
  return problems.map(({ code, severity, message, hint, where }) => ({
    command: severity,
    properties: {
      file: cleanLine(where.file),
      line: where.line,
      endLine: where.end_line,
      col: where.column,
      endColumn: Math.max(where.column, where.end_column - 1),
      title: code,
    },
    message: cleanLine(hint === undefined ? message : `${message} ${hint}`),
  }));
}
