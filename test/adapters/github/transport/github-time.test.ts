import { describe, expect, test } from 'vitest';
import { githubTime } from '../../../../src/adapters/github/transport/github-time.ts';

const here = Date.parse('2026-03-01T12:00:00Z');
const answer = (date: string | undefined, seconds = 0.2, kind: 'rest_read' | 'storage' = 'rest_read') => ({
  kind,
  seconds,
  headers: date === undefined ? {} : { date },
});
const date = (milliseconds: number): string => new Date(here + milliseconds).toUTCString();

describe("GitHub's clock", () => {
  test.each([
    ['is ours until it says otherwise', [], 0],
    ['is ours where a date only counts whole seconds', [answer(date(-900))], 0],
    ['is ours where an answer took long', [answer(date(-25_000), 28)], 0],
    ['is an hour behind', [answer(date(-3_600_000))], -3_600_000],
    ['is an hour ahead', [answer(date(3_600_000))], 3_600_000],
    [
      'is an hour ahead, after an answer that took a part of a millisecond',
      [answer(date(3_600_000), 0.2003)],
      3_600_000,
    ],
    ['is followed when ours is set right', [answer(date(3_600_000)), answer(date(0))], 0],
    ['is not that of a store', [answer(date(3_600_000), 0.2, 'storage')], 0],
    ['is not what no date says', [answer('yesterday'), answer(undefined)], 0],
  ])('%s', (_name, answers, offset) => {
    const time = githubTime(() => here);
    for (const seen of answers) time.learn(seen);
    expect(Math.abs(time.now() - here - offset)).toBeLessThan(1_000);
    expect(time.here(time.now())).toBe(here);
    // Times are kept in whole milliseconds.
    expect(Number.isInteger(time.now())).toBe(true);
  });
});
