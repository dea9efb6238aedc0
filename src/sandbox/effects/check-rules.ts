import type { CheckAction, CheckAnnotation } from '../state/check.ts';
import { invalid, Refusal } from '../state/refusal.ts';
import type { CheckOutputInput, CheckRunChange } from './inputs.ts';

/** GitHub's documented rules for check runs that its OpenAPI description does not carry. */

/** "Maximum bytesize": counted in UTF-8 bytes, although documented as characters. */
const outputBytes = 65_535;
/** "The Checks API limits the number of annotations to a maximum of 50 per API request." */
const annotationsPerRequest = 50;
/** "A maximum of three actions are accepted." */
const actionsPerRun = 3;
/** Label, description, identifier: "The maximum size is ... characters." */
const actionLengths = { label: 20, description: 40, identifier: 20 } as const;

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

function annotationRules(annotation: CheckAnnotation): void {
  const sameLine = annotation.start_line === annotation.end_line;
  // "Annotations only support start_column and end_column on the same line."
  if (!sameLine && (annotation.start_column !== null || annotation.end_column !== null)) {
    throw invalid('CheckRunAnnotation', 'start_column', 'invalid', 'columns need start_line to equal end_line');
  }
  if (annotation.end_line < annotation.start_line) throw invalid('CheckRunAnnotation', 'end_line', 'invalid');
  if (bytes(annotation.message) > 64 * 1024) throw invalid('CheckRunAnnotation', 'message', 'invalid');
  if ((annotation.title ?? '').length > 255) throw invalid('CheckRunAnnotation', 'title', 'invalid');
}

function outputRules(output: CheckOutputInput): void {
  for (const field of ['summary', 'text'] as const) {
    const size = bytes(output[field] ?? '');
    if (size > outputBytes) {
      throw new Refusal(422, `Only ${outputBytes} characters are allowed in ${field}; ${size} were supplied.`);
    }
  }
  const annotations = output.annotations ?? [];
  if (annotations.length > annotationsPerRequest) {
    const count = `${annotations.length} were supplied`;
    throw new Refusal(422, `Invalid request.\n\nNo more than ${annotationsPerRequest} items are allowed; ${count}.`);
  }
  for (const annotation of annotations) annotationRules(annotation);
}

function actionRules(actions: readonly CheckAction[]): void {
  if (actions.length > actionsPerRun) throw invalid('CheckRun', 'actions', 'invalid', 'at most 3 actions');
  for (const action of actions) {
    for (const field of ['label', 'description', 'identifier'] as const) {
      if (action[field].length > actionLengths[field]) throw invalid('CheckRunAction', field, 'invalid');
    }
  }
}

/** Throws 422. `actions` = the caller is the Actions app, which alone may use the waiting states. */
export function checkRunRules(change: CheckRunChange, actions: boolean): void {
  if (change.name === '') throw invalid('CheckRun', 'name', 'missing_field');
  // "Required if you provide completed_at or a status of completed."
  if (change.conclusion === undefined && (change.status === 'completed' || change.completedAt !== undefined)) {
    throw invalid('CheckRun', 'conclusion', 'missing_field');
  }
  // "You cannot change a check run conclusion to stale, only GitHub can set this."
  if (change.conclusion === 'stale' || change.conclusion === 'startup_failure') {
    throw invalid('CheckRun', 'conclusion', 'invalid');
  }
  // "Only GitHub Actions can set a status of waiting, pending, or requested."
  if (!actions && (change.status === 'waiting' || change.status === 'pending' || change.status === 'requested')) {
    throw invalid('CheckRun', 'status', 'invalid');
  }
  if (change.output !== undefined) outputRules(change.output);
  if (change.actions !== undefined) actionRules(change.actions);
}
