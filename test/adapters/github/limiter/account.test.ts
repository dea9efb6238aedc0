import { describe, expect, it } from 'vitest';
import {
  type Account,
  type Asked,
  ended,
  githubLimits,
  isIdle,
  newAccount,
  ruling,
  started,
} from '../../../../src/adapters/github/limiter/account.ts';
import type { Cost } from '../../../../src/adapters/github/limiter/cost.ts';

const query: Cost = { api: 'graphql', points: 1, creations: 0 };
const mutation: Cost = { api: 'graphql', points: 5, creations: 0 };
const get: Cost = { api: 'rest', points: 1, creations: 0 };
const post: Cost = { api: 'rest', points: 5, creations: 0 };
const creation = (creations = 1): Cost => ({ api: 'graphql', points: 5, creations });
const fine = { limitedFor: null, primary: null };

/** After so many requests at one moment, each of which went well. */
function after(times: number, cost: Cost, now = 0, account: Account = newAccount): Account {
  let one = account;
  for (let count = 0; count < times; count += 1) one = ended(started(one, cost, now), { api: cost.api, ...fine }, now);
  return one;
}
const ruled = (account: Account, asked: Partial<Asked> & { cost: Cost }, now = 0) =>
  ruling(account, { lane: 'command', value: 'gate', ...asked }, now, githubLimits);
const limited = (account: Account, limitedFor: number, now: number): Account =>
  ended(started(account, query, now), { api: 'graphql', limitedFor, primary: null }, now);
const said = (remaining: number, resetsIn = 3_540_000): Account =>
  ended(
    started(newAccount, query, 0),
    { api: 'graphql', limitedFor: null, primary: { limit: 5_000, remaining, resetsIn } },
    0,
  );

describe('how much goes at one moment', () => {
  it.each<[string, Asked['lane'], Asked['value'], Cost, number]>([
    ['reads by REST', 'command', 'gate', get, 900],
    ['reads by REST', 'event', 'gate', get, 765],
    ['reads by REST', 'sweep', 'gate', get, 540],
    ['writes by REST', 'command', 'gate', post, 180],
    ['queries', 'command', 'gate', query, 2_000],
    ['queries', 'event', 'gate', query, 1_700],
    ['mutations', 'command', 'gate', mutation, 400],
    ['creations', 'command', 'gate', creation(), 80],
    ['creations', 'event', 'gate', creation(), 68],
    ['creations', 'sweep', 'gate', creation(), 48],
    ['creations of low value', 'event', 'detail', creation(), 40],
    ['creations of low value', 'command', 'detail', creation(), 40],
    ['mutations of 6 creations', 'event', 'gate', creation(6), 11],
  ])('%s in the lane %s (%s)', (_what, lane, value, cost, most) => {
    let account = newAccount;
    let count = 0;
    while (ruled(account, { lane, value, cost }).kind === 'go' && count < 5_000) {
      account = after(1, cost, 0, account);
      count += 1;
    }
    expect(count).toBe(most);
  });

  it('what creates nothing is not held back by what others created', () => {
    const account = after(80, creation());
    expect(ruled(account, { lane: 'sweep', cost: query }).kind).toBe('go');
    expect(ruled(account, { lane: 'command', cost: creation() }).kind).toBe('wait');
  });

  it.each<[Asked['lane'], number]>([
    ['command', 100],
    ['event', 85],
    ['sweep', 60],
  ])('at most so many at once in the lane %s: %i', (lane, most) => {
    let account = newAccount;
    for (let count = 0; count < most; count += 1) {
      expect(ruled(account, { lane, cost: query }).kind).toBe('go');
      account = started(account, query, 0);
    }
    expect(ruled(account, { lane, cost: query })).toEqual({ kind: 'wait', until: 1_000 });
    const oneLess = ended(account, { api: 'graphql', ...fine }, 0);
    expect(ruled(oneLess, { lane, cost: query })).toEqual({ kind: 'go' });
  });
});

describe('when it goes on', () => {
  it('after the minute of creations, and a slot of it', () => {
    const full = after(80, creation());
    expect(ruled(full, { cost: creation() })).toEqual({ kind: 'wait', until: 65_000 });
    expect(ruled(full, { cost: mutation })).toEqual({ kind: 'go' });
    expect(ruled(full, { cost: creation() }, 65_000)).toEqual({ kind: 'go' });
  });

  it('and not before, wherever in its slot it was spent', () => {
    const late = after(80, creation(), 4_999);
    expect(ruled(late, { cost: creation() }, 64_998)).toEqual({ kind: 'wait', until: 65_000 });
  });

  it('after the hour of creations', () => {
    let account = newAccount;
    for (let minute = 0; minute < 10; minute += 1) account = after(50, creation(), minute * 60_000, account);
    expect(ruled(account, { cost: creation() }, 700_000)).toEqual({ kind: 'wait', until: 3_900_000 });
    expect(ruled(account, { cost: creation(260) }, 700_000)).toEqual({ kind: 'wait', until: 4_200_000 });
    expect(ruled(account, { cost: query }, 700_000)).toEqual({ kind: 'go' });
  });

  it('is more than a limit allows at all when nothing else was spent', () => {
    expect(ruled(newAccount, { cost: creation(200) })).toEqual({ kind: 'go' });
    expect(ruled(after(1, creation()), { cost: creation(200) })).toMatchObject({ kind: 'wait' });
  });

  it('for low values it is left out, until when there is room', () => {
    const account = after(40, creation());
    expect(ruled(account, { lane: 'event', value: 'detail', cost: creation() })).toEqual({
      kind: 'shed',
      until: 65_000,
    });
    expect(ruled(account, { lane: 'event', cost: creation() })).toEqual({ kind: 'go' });
  });
});

describe('after a limit', () => {
  it.each<[string, readonly [at: number, seconds: number][], number]>([
    ["GitHub's own time", [[0, 7]], 7_000],
    ['a minute where it says nothing', [[0, 60]], 60_000],
    [
      'one hold of all that was under way',
      [
        [0, 60],
        [10, 60],
        [20, 60],
      ],
      60_020,
    ],
    [
      'the longest of what was said',
      [
        [0, 60],
        [10, 5],
      ],
      60_000,
    ],
    [
      'two minutes after the next one',
      [
        [0, 60],
        [60_000, 60],
      ],
      180_000,
    ],
    [
      'four minutes after the third',
      [
        [0, 7],
        [7_000, 7],
        [127_000, 7],
      ],
      367_000,
    ],
    ['no more than a quarter of an hour', Array.from({ length: 9 }, (_, index) => [index * 2_000_000, 5]), 16_900_000],
    [
      "GitHub's own time where that is longer",
      [
        [0, 60],
        [60_000, 3_000],
      ],
      3_060_000,
    ],
  ])('nothing is sent for %s', (_how, limits, until) => {
    let account = newAccount;
    for (const [at, seconds] of limits) account = limited(account, seconds, at);
    for (const cost of [get, query, creation()])
      expect(ruled(account, { cost }, until - 1)).toEqual({ kind: 'wait', until });
    expect(ruled(account, { cost: query }, until)).toEqual({ kind: 'go' });
    expect(ruled(account, { value: 'detail', cost: query }, until - 1)).toEqual({ kind: 'shed', until });
  });

  it('a request that went well is a new beginning; one that was under way is not', () => {
    const struck = limited(newAccount, 60, 0);
    const wellAfter = after(1, query, 60_000, struck);
    expect(limited(wellAfter, 60, 61_000).heldUntil).toBe(121_000);
    const wellDuring = ended(started(struck, query, 0), { api: 'graphql', ...fine }, 30_000);
    expect(limited(wellDuring, 60, 60_000).heldUntil).toBe(180_000);
  });
});

describe('of the requests of an hour', () => {
  it.each<[Asked['lane'], number, 'go' | 'wait']>([
    ['command', 1, 'go'],
    ['command', 0, 'wait'],
    ['event', 576, 'go'],
    ['event', 575, 'wait'],
    ['sweep', 701, 'go'],
    ['sweep', 700, 'wait'],
  ])('the lane %s with %i of 5,000 left: %s', (lane, remaining, kind) => {
    const account = said(remaining);
    expect(ruled(account, { lane, cost: query })).toEqual(kind === 'go' ? { kind } : { kind, until: 3_540_000 });
    expect(ruled(account, { lane, cost: get })).toEqual({ kind: 'go' });
    expect(ruled(account, { lane, cost: query }, 3_540_000)).toEqual({ kind: 'go' });
  });
});

describe('an account', () => {
  it('is idle when it says nothing that a new one would not', () => {
    const used = after(1, creation(), 0);
    expect([isIdle(newAccount, 0), isIdle(used, 3_000_000), isIdle(used, 3_900_000)]).toEqual([true, false, true]);
    expect(isIdle(started(newAccount, query, 0), 3_900_000)).toBe(false);
    expect(isIdle(limited(newAccount, 7_200, 0), 3_900_000)).toBe(false);
  });
});
