import { describe, expect, test } from 'vitest';
import { lookalikes } from '../../../src/core/gate/lookalikes.ts';
import type { Snapshot } from '../../../src/generated/types.ts';
import { check, decisionOf, people, status } from '../../support/snapshot.ts';

const own = 77;
const facts = (checks: Snapshot['checks']['list'], statuses: Snapshot['statuses']['list'] = []) => ({
  checks: { complete: true, list: checks },
  statuses: { complete: true, list: statuses },
});

const spoofs: readonly (readonly [string, ReturnType<typeof facts>, string])[] = [
  ['a status by a person', facts([], [status('rollout-gate')]), '@erin'],
  ['a status by a bot', facts([], [status('rollout-gate', { creator: people.robot })]), '@robot[bot]'],
  [
    'a status by an account that is gone',
    facts([], [status('rollout-gate', { creator: null })]),
    'an account that is gone',
  ],
  ['a pending status', facts([], [status('rollout-gate', { state: 'pending' })]), '@erin'],
  ['a status in capitals', facts([], [status('Rollout-Gate')]), '@erin'],
  ['a status with a blank behind', facts([], [status('rollout-gate ')]), '@erin'],
  [
    'a check run by another app',
    facts([check('rollout-gate', { app: 'evil', app_id: 4711, run: null })]),
    'the app evil',
  ],
  ['an Actions job', facts([check('rollout-gate')]), 'the app github-actions'],
  ['a check run with the job token', facts([check('rollout-gate', { is_job: false })]), 'the app github-actions'],
  [
    'a check run that is not finished',
    facts([check('rollout-gate', { status: 'in_progress', conclusion: null })]),
    'the app github-actions',
  ],
  [
    'a check run of an app that calls itself like ours',
    facts([check('rollout-gate', { app: 'rollout-gate', app_id: 78 })]),
    'the app rollout-gate',
  ],
  ['a check run in capitals', facts([check('ROLLOUT-GATE', { app: 'evil', app_id: 4711 })]), 'the app evil'],
];

describe("checks and statuses under the gate's name are findings, never our verdict (T5, github-checked 16)", () => {
  test.each(spoofs)('%s', (_what, found, by) => {
    expect(lookalikes(found, own)).toEqual([
      expect.objectContaining({ code: 'gate_name_taken', effect: 'advise', message: expect.stringContaining(by) }),
    ]);
  });

  test('our own check run and names that are only like it are none', () => {
    const found = facts([
      check('rollout-gate', { app_id: own }),
      check('rollout-gate (observe)'),
      check('review: safety'),
    ]);
    expect(lookalikes(found, own)).toEqual([]);
  });

  test.each(spoofs)('%s changes no verdict', (_what, { checks, statuses }) => {
    const rest = decisionOf({ facts: { checks: { complete: true, list: [] }, reviews: { complete: true, list: [] } } });
    const spoofed = decisionOf({ facts: { checks, statuses, reviews: { complete: true, list: [] } } });
    expect(spoofed).toEqual(rest);
    expect(spoofed.verdict).toBe('wait');
  });
});
