import { expect, it } from 'vitest';
import { stormOf } from '../support/push-storm.ts';

const names = [
  'eval: duplicate_ticket_eval_passed',
  'eval: offline_eval_passed',
  'eval: rollback_plan_ready',
  'review: engineering',
  'review: safety',
  'rollout-gate',
];

it('makes of 100 pushes in 2 minutes few judgements, one comment and at most 2 check writes a head', async () => {
  const storm = await stormOf(100);
  expect(storm).toMatchObject({ firstAfter: 0, comments: 1, outdated: 0, left: 0, faults: [] });
  expect(storm.mostWritesOfAHead).toBeLessThanOrEqual(2);
  expect(storm.mostCreationsInAMinute).toBeLessThanOrEqual(80);
  expect(storm.judgements).toBeLessThanOrEqual(20);
  expect(storm.names).toEqual(names);
}, 60_000);

it('brings what was left out of a judgement once there is room, without a further event', async () => {
  expect(await stormOf(0, 40)).toMatchObject({ judgements: 2, shed: 9, names, comments: 1, left: 0, faults: [] });
});
