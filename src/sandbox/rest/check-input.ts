import type { CheckOutputInput, CheckRunChange } from '../effects/inputs.ts';
import type { CheckAction, CheckAnnotation } from '../state/check.ts';
import {
  asObject,
  type Body,
  listIn,
  numberIn,
  objectIn,
  optionalChoice,
  optionalDate,
  optionalNumber,
  optionalText,
  textIn,
} from './body.ts';

/** Bodies of `POST` and `PATCH check-runs`. */
const statuses = ['queued', 'in_progress', 'completed', 'waiting', 'requested', 'pending'] as const;
const conclusions = [
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'success',
  'skipped',
  'stale',
  'timed_out',
] as const;

function annotationIn(value: unknown): CheckAnnotation {
  const body = asObject(value, 'annotations');
  return {
    path: textIn(body, 'path'),
    start_line: numberIn(body, 'start_line'),
    end_line: numberIn(body, 'end_line'),
    start_column: optionalNumber(body, 'start_column') ?? null,
    end_column: optionalNumber(body, 'end_column') ?? null,
    annotation_level: optionalChoice(body, 'annotation_level', ['notice', 'warning', 'failure']) ?? 'notice',
    message: textIn(body, 'message'),
    title: optionalText(body, 'title') ?? null,
    raw_details: optionalText(body, 'raw_details') ?? null,
  };
}

function actionIn(value: unknown): CheckAction {
  const body = asObject(value, 'actions');
  return {
    label: textIn(body, 'label'),
    description: textIn(body, 'description'),
    identifier: textIn(body, 'identifier'),
  };
}

/** Title and summary are required on creation; on an update only the summary. */
function outputIn(body: Body, creating: boolean): CheckOutputInput {
  return {
    title: creating ? textIn(body, 'title') : optionalText(body, 'title'),
    summary: textIn(body, 'summary'),
    text: optionalText(body, 'text'),
    annotations: listIn(body, 'annotations')?.map(annotationIn),
  };
}

export function checkRunIn(body: Body, creating: boolean): CheckRunChange {
  const output = objectIn(body, 'output');
  return {
    name: optionalText(body, 'name'),
    externalId: optionalText(body, 'external_id'),
    detailsUrl: optionalText(body, 'details_url'),
    status: optionalChoice(body, 'status', statuses),
    conclusion: optionalChoice(body, 'conclusion', conclusions),
    startedAt: optionalDate(body, 'started_at'),
    completedAt: optionalDate(body, 'completed_at'),
    output: output === undefined ? undefined : outputIn(output, creating),
    actions: listIn(body, 'actions')?.map(actionIn),
  };
}
