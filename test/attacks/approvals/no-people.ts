import { people, person, snapshotOf } from '../../core/change/facts.ts';
import { approvedBy, type Row } from './facts.ts';

const { robot } = people;

/** Approvals by what is no person. */
export const byNobody: readonly Row[] = [
  {
    sentence: 'the agent that made the change',
    facts: { pull_request: { ...snapshotOf().pull_request, author: robot }, reviews: approvedBy(robot) },
    code: 'approver_is_bot',
  },
  { sentence: 'another bot that is in the team', facts: { reviews: approvedBy(robot) }, code: 'approver_is_bot' },
  {
    sentence: 'the workflow token',
    facts: { reviews: approvedBy(person(41898282, 'github-actions[bot]', 'Bot')) },
    code: 'approver_is_bot',
  },
  {
    sentence: 'a placeholder of an import',
    facts: { reviews: approvedBy(person(3, 'carol', 'Mannequin')) },
    code: 'approver_is_bot',
  },
  {
    sentence: 'an organisation',
    facts: { reviews: approvedBy(person(3, 'carol', 'Organization')) },
    code: 'approver_is_bot',
  },
  { sentence: 'an account that is gone', facts: { reviews: approvedBy(null) }, code: 'approver_unknown' },
];
