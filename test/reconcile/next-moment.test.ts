import { describe, expect, test } from 'vitest';
import { nextMoment } from '../../src/reconcile/next-moment.ts';
import type { Observation } from '../../src/reconcile/ports.ts';
import { snapshotOf } from '../support/snapshot.ts';

const now = new Date('2026-04-07T16:05:00Z');
const momentOf = (over: Partial<Observation>, governed = true): number | null =>
  nextMoment(
    {
      snapshot: snapshotOf(),
      answers: null,
      leans_on_memory: false,
      head_since: null,
      pushers_unread: false,
      ...over,
    } as Observation,
    { now, governed },
  );

describe('a pull request is judged again although nothing happens', () => {
  test('never, while neither time nor a replica can change the answer', () => {
    expect(momentOf({})).toBeNull();
  });

  test('once replicas are level, where memory stood in for them', () => {
    expect(momentOf({ leans_on_memory: true })).toBe(now.getTime() + 12_000);
  });

  test('soon, while somebody whose word may count has a permission that could not be read', () => {
    const permissions = [{ person: 3, permission: 'unknown' as const }];
    expect(momentOf({ snapshot: snapshotOf({ facts: { permissions } }) })).toBe(now.getTime() + 60_000);
  });

  test('once the log of the branch is level, where it does not tell yet who pushed a young head', () => {
    const snapshot = snapshotOf({ facts: { pushers: { known: false, list: [] } } });
    expect(momentOf({ snapshot, head_since: '2026-04-07T16:04:30Z' })).toBe(now.getTime() + 12_000);
    expect(momentOf({ snapshot, head_since: '2026-04-07T16:03:00Z' })).toBeNull();
    expect(momentOf({ snapshot, head_since: null })).toBeNull();
    expect(momentOf({ head_since: '2026-04-07T16:04:30Z' })).toBeNull();
    expect(momentOf({ snapshot, head_since: '2026-04-07T16:04:30Z' }, false)).toBeNull();
    // Nobody has approved, so nobody has asked.
    const unspoken = { ...snapshot, reviews: { complete: true, list: [] } };
    expect(momentOf({ snapshot: unspoken, head_since: '2026-04-07T16:04:30Z' })).toBeNull();
  });

  test('soon, while the log of the branch could not be read, however old the head is', () => {
    const snapshot = snapshotOf({ facts: { pushers: { known: false, list: [] } } });
    const head_since = '2026-04-07T12:00:00Z';
    expect(momentOf({ snapshot, head_since, pushers_unread: true })).toBe(now.getTime() + 60_000);
    expect(momentOf({ snapshot, head_since })).toBeNull();
  });

  test('when the gate begins to bind, by its own policy or by the defaults of the organisation', () => {
    const begins = 'enforcement: { default: observe, enforce_from: 2026-04-09 }';
    const { policy, ...rest } = snapshotOf();
    if (policy === null) throw new Error('no policy');
    const [own, shared] = [`${policy.text ?? ''}${begins}\n`, `version: 1\n${begins}\n`];
    const organization_policy = { ...policy, repository: 'acme/policies', blob: 'shared', text: shared };
    const at = Date.parse('2026-04-09T00:00:00Z');
    expect(momentOf({ snapshot: { ...rest, policy: { ...policy, blob: 'own', text: own } } })).toBe(at);
    expect(momentOf({ snapshot: { ...rest, policy, organization_policy } })).toBe(at);
    expect(momentOf({ snapshot: { ...rest, policy: null, organization_policy } })).toBeNull();
  });

  test('never, when it is closed or nothing is governed', () => {
    expect(momentOf({ leans_on_memory: true, snapshot: snapshotOf({ pull_request: { state: 'closed' } }) })).toBeNull();
    expect(momentOf({ leans_on_memory: true, snapshot: null })).toBeNull();
  });
});
