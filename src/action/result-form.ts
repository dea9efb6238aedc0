import type { ActionResult } from '../generated/types.ts';
import { validateActionResult } from '../generated/validators/action-result.js';
import { faultResult } from './result.ts';

/** The result if it fits its schema, which others read it by; else a fault in its place that says where it doesn't. */
export function wellFormed(result: ActionResult): ActionResult {
  const value: unknown = result;
  if (validateActionResult(value)) return result;
  const [error] = validateActionResult.errors ?? [];
  const where = error === undefined ? '' : ` at ${error.instancePath || '/'}: ${error.message ?? error.keyword}`;
  return faultResult(result.command, { code: 'internal', message: `The result doesn't fit its schema${where}.` });
}
