import fc from 'fast-check';
import type { Snapshot } from '../../../src/generated/types.ts';
import { approval, check, commitBy, now, people, report, status } from '../../support/snapshot.ts';
import { richWorld, stopFile } from './world.ts';

/** What turns one world into another. */
export type Turn = (snapshot: Snapshot) => Snapshot;

const withChecks =
  (...more: Snapshot['checks']['list']): Turn =>
  (world) => ({ ...world, checks: { ...world.checks, list: [...world.checks.list, ...more] } });
const withReviews =
  (...more: Snapshot['reviews']['list']): Turn =>
  (world) => ({ ...world, reviews: { ...world.reviews, list: [...world.reviews.list, ...more] } });
const without =
  (who: number): Turn =>
  (world) => ({
    ...world,
    reviews: { ...world.reviews, list: world.reviews.list.filter(({ person }) => person?.id !== who) },
  });

/** What may happen to a pull request, for worse or without effect, one at a time. */
export const events: Readonly<Record<string, Turn>> = {
  'a newer run of the job fails': withChecks(check('evals', { id: 900, conclusion: 'failure' }, { id: 9000 })),
  'a newer attempt of the job fails': withChecks(check('evals', { id: 901, conclusion: 'failure' }, { attempt: 2 })),
  'a newer run of the job is in progress': withChecks(
    check('evals', { id: 902, status: 'in_progress', conclusion: null, completed_at: null }, { id: 9001 }),
  ),
  'a newer push run of the job fails': withChecks(
    check('evals', { id: 903, conclusion: 'failure' }, { id: 9002, event: 'push', workflow_is_default: true }),
  ),
  'a newer run of the blocker is true': withChecks(check('unsafe', { id: 904, conclusion: 'success' }, { id: 9003 })),
  'a newer report fails': (world) => ({
    ...world,
    reports: [
      ...world.reports,
      report(
        { cases: [{ id: 'a', outcome: 'failed', blocking: true, failure_reason: 'x', trace_id: 't' }] },
        { artifact_id: 901 },
        { id: 9004 },
      ),
    ],
  }),
  'a newer status fails': (world) => ({
    ...world,
    statuses: {
      ...world.statuses,
      list: [...world.statuses.list, status('ci/verifier', { state: 'failure', created_at: now })],
    },
  }),
  'engineering asks for changes': withReviews(
    approval(people.bob, 11, { state: 'changes_requested', submitted_at: now }),
  ),
  'safety asks for changes': withReviews(approval(people.carol, 12, { state: 'changes_requested', submitted_at: now })),
  'engineering has not approved': without(people.bob.id),
  'safety has not approved': without(people.carol.id),
  'an owner has not approved': without(people.dan.id),
  'the approver is a committer': (world) => ({
    ...world,
    commits: { ...world.commits, list: [...world.commits.list, commitBy(people.bob)] },
  }),
  'the approver is a co-author': (world) => ({
    ...world,
    commits: {
      ...world.commits,
      list: world.commits.list.map((one) => ({ ...one, co_authors: [{ person: people.carol, name: 'carol' }] })),
    },
  }),
  'the approver pushed': (world) => ({ ...world, pushers: { ...world.pushers, list: [people.ada, people.erin] } }),
  'the approver asked an agent': (world) => ({ ...world, requesters: { known: true, list: [people.bob] } }),
  'the base was changed': (world) => ({ ...world, base_changes: [now] }),
  'an alert is open': (world) => ({
    ...world,
    code_scanning: {
      complete: true,
      open: [{ source: 'code_scanning', id: '1', title: 'x', url: '', rule: 'leaked-secret', severity: 'critical' }],
    },
  }),
  'an issue is open': (world) => ({
    ...world,
    issues: {
      complete: true,
      open: [{ source: 'issue', id: '1', title: 'x', url: '', rule: null, severity: null }],
    },
  }),
  'the change id is used elsewhere': (world) => ({
    ...world,
    id_uses: {
      complete: true,
      list: [{ change_id: 'chg-1', bundle_id: null, pull_request: 8, rollout: null }],
    },
  }),
  'the workflow is edited': (world) => withFile(world, '.github/workflows/evals.yml'),
  'the data set is edited': (world) => withFile(world, 'evals/cases.json'),
  'another surface is edited': (world) => withFile(world, 'policy/a.yaml'),
  'the stop file is there': (world) => ({
    ...withFile(world, stopFile),
    signal_files: world.signal_files.map((file) =>
      file.path === stopFile ? { ...file, exists: true, length: 30 } : file,
    ),
  }),
  'the rollback plan is short': (world) => ({
    ...world,
    signal_files: world.signal_files.map((file) => (file.exists ? { ...file, length: 3 } : file)),
  }),
};

function withFile(world: Snapshot, path: string): Snapshot {
  const list = [...world.files.list, { path, previous_path: null, change: 'modified' as const }];
  return { ...world, files: { ...world.files, total: list.length, list } };
}

/** Worlds near `go`: some things have happened, some were read, all of it honest. */
export const worlds: fc.Arbitrary<Snapshot> = fc
  .subarray(Object.values(events), { maxLength: 3 })
  .map((turns) => turns.reduce((world, turn) => turn(world), richWorld()));
