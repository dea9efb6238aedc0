import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../src/generated/types.ts';
import { approval, bindingCodes, cases, check, now, people, person, report, status } from '../../support/snapshot.ts';
import type { Turn } from './events.ts';
import { decisionFor, richWorld } from './world.ts';

const failing = { cases: cases(50, { outcome: 'failed', failure_reason: 'x', blocking: true }) };
const retargeted = '2026-04-07T15:10:00Z';

function reports(...list: Snapshot['reports']): Turn {
  return (world) => ({ ...world, reports: [...world.reports, ...list] });
}

function checks(...list: Snapshot['checks']['list']): Turn {
  return (world) => ({ ...world, checks: { ...world.checks, list: [...world.checks.list, ...list] } });
}

function edited(path: string): Turn {
  return (world) => {
    const list = [...world.files.list, { path, previous_path: null, change: 'modified' as const }];
    return { ...world, files: { ...world.files, total: list.length, list } };
  };
}

const calling = check('suite / upload', { id: 850 });

/** Attacks on evidence: each leaves every other fact in favour. */
const attacks: readonly (readonly [what: string, code: string, turn: Turn])[] = [
  [
    'a job that ran while the pull request pointed at a branch with a workflow of the author',
    'evidence_before_base_change',
    (world) => ({ ...world, base_changes: [retargeted] }),
  ],
  [
    'a re-run after the retarget of a run before it',
    'evidence_before_base_change',
    (world) => ({
      ...world,
      base_changes: [retargeted],
      checks: {
        ...world.checks,
        list: world.checks.list.map((one) =>
          one.run === null ? one : { ...one, run: { ...one.run, attempt: 2, created_at: '2026-04-07T15:05:00Z' } },
        ),
      },
    }),
  ],
  ['a newer artifact that could not be read', 'report_unread', unread],
  [
    'an edited workflow that the one behind the report calls',
    'evidence_workflow_edited',
    (world) => edited('.github/workflows/suite.yml')(checks(calling)(world)),
  ],
  [
    'a run of which GitHub names no workflow',
    'evidence_workflow_unread',
    (world) => ({
      ...world,
      checks: {
        ...world.checks,
        list: world.checks.list.map((one) => (one.run === null ? one : { ...one, run: { ...one.run, path: '' } })),
      },
    }),
  ],
];

function unread(world: Snapshot): Snapshot {
  return reports(report({}, { report: null, unusable: 'report_unread', artifact_id: 0 }, { id: 9100 }))(world);
}

describe('evidence that must not open the gate', () => {
  test.each(attacks)('%s: %s', (_what, code, turn) => {
    const decision = decisionFor(turn(richWorld()));
    expect(decision.verdict).not.toBe('go');
    expect(decision.signals.flatMap(({ refused }) => refused.map((one) => one.code))).toContain(code);
  });

  test('of several reports in one artifact the worst counts', () => {
    const decision = decisionFor(reports(report(failing))(richWorld()));
    expect(bindingCodes(decision)).toContain('signal_false');
  });

  test('an older report does not stand in for a newer run that brought none, or none yet', () => {
    const missing = report({}, { report: null, unusable: 'report_missing', artifact_id: 0 }, { id: 9101 });
    expect(bindingCodes(decisionFor(reports(missing)(richWorld())))).toEqual(['signal_unknown']);
    const running = check('upload', { id: 851, status: 'in_progress', conclusion: null }, { id: 9102 });
    expect(bindingCodes(decisionFor(checks(running)(richWorld())))).toEqual(['signal_running']);
  });

  test('a run of another event brings no report and takes none away', () => {
    const other = report({}, { report: null, unusable: 'report_missing', artifact_id: 0 }, { id: 9103, event: 'push' });
    const known = { ...other, run: { ...other.run, workflow_is_default: true } };
    expect(decisionFor(reports(known)(richWorld())).verdict).toBe('go');
  });

  test('a forged check run of the name under another app takes nothing away', () => {
    const forged = check('evals', { id: 999, app: 'evil', app_id: 4, run: null, conclusion: 'failure' });
    expect(decisionFor(checks(forged)(richWorld())).verdict).toBe('go');
  });

  test('a run made after the last change of the base counts, once people approved again', () => {
    const world = richWorld();
    const since = { ...world, base_changes: [retargeted] };
    const run = { created_at: '2026-04-07T15:11:00Z' };
    const list = world.checks.list.map((one) => (one.run === null ? one : { ...one, run: { ...one.run, ...run } }));
    const moved = {
      ...since,
      checks: { ...world.checks, list },
      reports: world.reports.map((one) => ({ ...one, run: { ...one.run, ...run } })),
    };
    expect(bindingCodes(decisionFor(moved))).toEqual([]);
  });
});

test('who may vouch for the edit of a called workflow is asked, and then the report counts', () => {
  const world = edited('.github/workflows/suite.yml')(checks(calling)(richWorld()));
  const text = world.policy?.text?.replace(
    'suite: duplicate_ticket }',
    'suite: duplicate_ticket }\n    trusted_reviewer: keepers',
  );
  const withRole = text?.replace('roles:\n', 'roles:\n  keepers: { users: [keeper] }\n') ?? null;
  const keeper = person(70, 'keeper');
  const asked = {
    ...world,
    policy: world.policy === null ? null : { ...world.policy, text: withRole },
    users: [...world.users, { login: 'keeper', id: keeper.id }],
  };
  expect(bindingCodes(decisionFor(asked)).toSorted()).toEqual(['review_missing', 'signal_unknown']);
  const list = [...asked.reviews.list, approval(keeper, 70)];
  expect(bindingCodes(decisionFor({ ...asked, reviews: { complete: true, list } }))).toEqual([]);
});

describe('blockers are settled by a definite no alone', () => {
  test('a status that broke', () => {
    const world = richWorld();
    const records = world.records.map((one) => ({
      ...one,
      text: one.text?.replace('block_if: [', 'block_if: [ci_broken, ') ?? null,
    }));
    const text = world.policy?.text?.replace(
      'signals:\n',
      'signals:\n  ci_broken: { status: { context: ci/broken, creator: erin } }\n',
    );
    const policy = world.policy === null ? null : { ...world.policy, text: text ?? null };
    const broken = { ...world, records, policy };
    const set = (state: 'error' | 'failure'): Snapshot => ({
      ...broken,
      statuses: { complete: true, list: [...world.statuses.list, status('ci/broken', { state })] },
    });
    expect(bindingCodes(decisionFor(set('error')))).toEqual(['blocker_unknown']);
    expect(bindingCodes(decisionFor(set('failure')))).toEqual([]);
  });
});

test('a change request by an account that is gone holds until somebody dismisses it', () => {
  const world = richWorld();
  const gone = approval(people.bob, 50, { state: 'changes_requested', person: null, submitted_at: now });
  const decision = decisionFor({ ...world, reviews: { ...world.reviews, list: [...world.reviews.list, gone] } });
  expect(bindingCodes(decision)).toEqual(['review_changes_requested']);
  expect(decision.next_actions.map(({ how }) => how)).toEqual([
    'dismiss the change request of the account that is gone',
  ]);
  const dismissed = { ...gone, state: 'dismissed' as const };
  const after = { ...world, reviews: { ...world.reviews, list: [...world.reviews.list, dismissed] } };
  expect(decisionFor(after).verdict).toBe('go');
});
