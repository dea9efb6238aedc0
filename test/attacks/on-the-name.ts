import { lookalikes } from '../../src/core/gate/lookalikes.ts';
import type { Snapshot } from '../../src/generated/types.ts';
import { check, decisionOf, people, status } from '../support/snapshot.ts';
import type { Attack } from './attack.ts';

/** Numeric id of our App in these tables. */
export const ownApp = 77;

const facts = (checks: Snapshot['checks']['list'], statuses: Snapshot['statuses']['list'] = []) => ({
  checks: { complete: true, list: checks },
  statuses: { complete: true, list: statuses },
});

/** Checks and statuses under the gate's name that others make, and whom the finding names. */
export const spoofs: readonly (readonly [what: string, facts: ReturnType<typeof facts>, by: string])[] = [
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

/** A pull request that waits for everybody and everything must not pass by any of them. */
export const attacksOnTheName: readonly Attack[] = spoofs.map(([what, { checks, statuses }]) => ({
  threat: 'T5',
  name: `${what} under the gate's name`,
  refusedWith: 'gate_name_taken',
  attempt: () => ({
    codes: lookalikes({ checks, statuses }, ownApp).map(({ code }) => code),
    through: decisionOf({ facts: { checks, statuses, reviews: { complete: true, list: [] } } }).verdict === 'go',
  }),
}));
