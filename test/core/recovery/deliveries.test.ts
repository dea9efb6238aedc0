import { describe, expect, test } from 'vitest';
import { type FailedAttempt, lostDeliveries } from '../../../src/core/recovery/deliveries.ts';

const attempt = (id: number, given: Partial<FailedAttempt> = {}): FailedAttempt => ({
  id,
  guid: `g${id}`,
  event: 'pull_request',
  status_code: 503,
  delivered_at: `2026-03-02T10:00:${String(id).padStart(2, '0')}Z`,
  ...given,
});
const lost = (failed: readonly FailedAttempt[], tried: readonly [string, number][] = []) =>
  lostDeliveries(failed, new Map(tried)).map(({ id }) => id);

describe('lost deliveries', () => {
  test('go oldest first, by time and not by the order of the log', () => {
    expect(lost([attempt(3), attempt(1), attempt(2)])).toEqual([1, 2, 3]);
  });

  test('are asked for once, by their newest attempt', () => {
    expect(lost([attempt(5, { guid: 'g' }), attempt(2, { guid: 'g' }), attempt(4)])).toEqual([4, 5]);
  });

  test.each<[string, Partial<FailedAttempt>, boolean]>([
    ['nothing answered', { status_code: 0 }, true],
    ['the address was wrong', { status_code: 404 }, true],
    ['the secret was wrong', { status_code: 401 }, true],
    ['the door was closed', { status_code: 503 }, true],
    ['the body was no JSON', { status_code: 400 }, false],
    ['the body was too large', { status_code: 413 }, false],
    ['the body was of another type', { status_code: 415 }, false],
    ['an event that nobody reads', { event: 'star' }, false],
    ['an event with the name of a property', { event: 'constructor' }, false],
  ])('where %s', (_why, given, isLost) => {
    expect(lost([attempt(1, given)])).toEqual(isLost ? [1] : []);
  });

  test('are not asked for without end', () => {
    expect(lost([attempt(1), attempt(2)], [['g1', 12]])).toEqual([2]);
    expect(lost([attempt(1)], [['g1', 11]])).toEqual([1]);
  });
});
