import type { Decision } from '../../generated/types.ts';
import type { Button } from '../output.ts';

const recheck: Button = {
  label: 'Recheck',
  description: 'Read everything anew and judge again',
  identifier: 'recheck',
};
const explain: Button = {
  label: 'Explain',
  description: 'Say each reason at length, in a comment',
  identifier: 'explain',
};
const draft: Button = {
  label: 'Draft record',
  description: 'Suggest the finished record in a review',
  identifier: 'draft',
};

/** The buttons of a completed gate check. */
export function buttonsOf(decision: Decision): readonly Button[] {
  return [recheck, explain, ...(decision.draft.length > 0 ? [draft] : [])];
}
