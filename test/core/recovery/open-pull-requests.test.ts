import { describe, expect, test } from 'vitest';
import {
  type GlancedPullRequest,
  pullRequestsToJudge,
  type SweptPullRequest,
} from '../../../src/core/recovery/open-pull-requests.ts';

const now = Date.parse('2026-03-02T10:00:00Z');
const hour = 3_600_000;
const day = 24 * hour;
const at = (age: number): string => new Date(now - age).toISOString();
const done = { status: 'completed', conclusion: 'success', started_at: at(hour) };
const pull = (number: number, given: Partial<GlancedPullRequest> = {}): GlancedPullRequest => ({
  number,
  fingerprint: 'same',
  gate: done,
  ...given,
});
const kept = (age = hour, fingerprint = 'same'): SweptPullRequest => ({ fingerprint, judged: now - age });

describe('an open pull request', () => {
  test.each<[string, GlancedPullRequest, SweptPullRequest | undefined, boolean]>([
    ['that is as it was', pull(1), kept(), false],
    ['that was never seen', pull(1), undefined, true],
    ['that changed', pull(1), kept(hour, 'other'), true],
    ['without a gate', pull(1, { gate: null }), kept(), true],
    ['whose gate is gone stale', pull(1, { gate: { ...done, conclusion: 'stale' } }), kept(), true],
    [
      'that waits',
      pull(1, { gate: { status: 'in_progress', conclusion: null, started_at: at(12 * day) } }),
      kept(),
      false,
    ],
    [
      'that has waited for 13 days',
      pull(1, { gate: { status: 'in_progress', conclusion: null, started_at: at(13 * day) } }),
      kept(),
      true,
    ],
    [
      'that waits since a time nobody knows',
      pull(1, { gate: { status: 'queued', conclusion: null, started_at: null } }),
      kept(),
      true,
    ],
    ['that was judged half a day ago', pull(1), kept(12 * hour), true],
  ])('%s', (_name, one, before, isJudged) => {
    const map = new Map(before === undefined ? [] : [[1, before]]);
    expect(pullRequestsToJudge([one], map, now)).toEqual(isJudged ? [1] : []);
  });

  test('has its turn within a day though nothing changes, a few at a time', () => {
    const all = Array.from({ length: 500 }, (_, index) => pull(index + 1));
    const judged = new Map(all.map(({ number }) => [number, kept(0)]));
    const worst = new Map(all.map(({ number }) => [number, 0]));
    let most = 0;
    for (let time = now; time < now + 3 * day; time += 600_000) {
      const turns = pullRequestsToJudge(all, judged, time);
      most = Math.max(most, turns.length);
      for (const number of turns) {
        worst.set(number, Math.max(worst.get(number) ?? 0, time - (judged.get(number)?.judged ?? 0)));
        judged.set(number, { fingerprint: 'same', judged: time });
      }
    }
    expect(most).toBe(9);
    expect(Math.max(...worst.values())).toBeLessThan(day);
    expect(Math.min(...worst.values())).toBeGreaterThanOrEqual(12 * hour);
  });
});
