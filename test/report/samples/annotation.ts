import type { Annotation } from '../../../src/report/output.ts';

/** The note of a problem in the first line of a record. */
export const annotation = {
  path: 'change.yaml',
  start_line: 1,
  end_line: 1,
  start_column: null,
  end_column: null,
  level: 'failure',
  title: 't',
  message: 'm',
} as const satisfies Annotation;
