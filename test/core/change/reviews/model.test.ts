import { expect, it } from 'vitest';
import { compare } from '../../../campaigns/approvals/comparison.ts';

it('a naive model of approvals and the core say the same of 3,000 random histories', () => {
  const { disagreement, states } = compare(7, 3_000);
  expect(disagreement).toBeNull();
  expect([...states.keys()].toSorted()).toEqual(['changes_requested', 'given', 'missing', 'unsatisfiable']);
});
