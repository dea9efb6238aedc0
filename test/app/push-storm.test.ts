import { expect, it } from 'vitest';
import { stormOf } from '../support/push-storm.ts';

it('makes of 100 pushes in 2 minutes few judgements, one comment and at most 2 check writes a head', async () => {
  const storm = await stormOf(100);
  expect(storm).toMatchObject({ firstAfter: 0, comments: 1, outdated: 0, left: 0, faults: [] });
  expect(storm.mostWritesOfAHead).toBeLessThanOrEqual(2);
  expect(storm.mostCreationsInAMinute).toBeLessThanOrEqual(80);
  expect(storm.judgements).toBeLessThanOrEqual(16);
  expect(storm.names).toEqual([
    'eval: duplicate_ticket_eval_passed',
    'eval: offline_eval_passed',
    'eval: rollback_plan_ready',
    'review: engineering',
    'review: safety',
    'rollout-gate',
  ]);
}, 30_000);
