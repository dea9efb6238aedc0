import { describe, expect, it } from 'vitest';
import { Fault } from '../../../../src/adapters/fault.ts';
import { limitedTransport } from '../../../../src/adapters/github/limiter/limited-transport.ts';
import { createLimiter } from '../../../../src/adapters/github/limiter/limiter.ts';
import type { GraphqlAnswer, RestAnswer, Transport } from '../../../../src/adapters/github/transport/transport.ts';
import { fakeTimer } from '../../../support/fake-timer.ts';

const headers = {
  date: 'Tue, 07 Apr 2026 16:00:00 GMT',
  'x-ratelimit-limit': '5000',
  'x-ratelimit-remaining': '4321',
  'x-ratelimit-reset': String(Date.parse('2026-04-07T16:10:00Z') / 1_000),
};
const rest: RestAnswer = { status: 200, headers, data: 1 };
const graphql: GraphqlAnswer = { data: 1, errors: [], headers: { ...headers, 'x-ratelimit-remaining': '1234' } };
const limitError = { message: 'over', type: 'RATE_LIMITED', path: [] };

function opened(answers: { rest?: () => Promise<RestAnswer>; graphql?: () => Promise<GraphqlAnswer> } = {}) {
  const timer = fakeTimer();
  const limiter = createLimiter({ timer, patience: 0 });
  let sent = 0;
  const plain: Transport = {
    rest: () => ((sent += 1), (answers.rest ?? (async () => rest))()),
    graphql: () => ((sent += 1), (answers.graphql ?? (async () => graphql))()),
  };
  const transport = limitedTransport(plain, limiter, { installation: 1, lane: 'event' });
  return { timer, limiter, transport, sent: () => sent };
}
const get = { method: 'GET', path: '/repos/a/b' } as const;
const throwing = (fault: Fault) => async (): Promise<never> => {
  throw fault;
};

describe('a limited transport', () => {
  it('answers what the transport answers, and tells the limiter what is left', async () => {
    const { transport, limiter } = opened();
    expect([await transport.rest(get), await transport.graphql('query Q { a }', {})]).toEqual([rest, graphql]);
    expect(limiter.counts().remaining).toEqual({ rest: 4_321, graphql: 1_234 });
  });

  it.each<[string, Parameters<typeof opened>[0], number]>([
    ['its own time', { rest: throwing(new Fault('github_rate_limited', { message: '', retry_after_seconds: 7 })) }, 7],
    ['a minute where it says none', { rest: throwing(new Fault('github_rate_limited', { message: '' })) }, 60],
    ['a minute after an error in GraphQL', { graphql: async () => ({ data: null, errors: [limitError] }) }, 60],
    [
      'until the reset after an error in GraphQL',
      {
        graphql: async () => ({
          data: null,
          errors: [limitError],
          headers: { ...headers, 'x-ratelimit-remaining': '0' },
        }),
      },
      600,
    ],
  ])('sends nothing after a limit for %s', async (_how, answers, seconds) => {
    const { transport, timer, sent } = opened(answers);
    await (answers?.rest === undefined ? transport.graphql('query Q { a }', {}) : transport.rest(get)).catch(
      () => null,
    );
    const refused = { code: 'github_rate_limited', retry_after_seconds: seconds };
    await expect(transport.graphql('query Q { a }', {})).rejects.toMatchObject(refused);
    await expect(transport.rest(get)).rejects.toMatchObject(refused);
    expect(sent()).toBe(1);
    await timer.pass(seconds * 1_000);
    await transport.rest(get).catch(() => null);
    expect(sent()).toBe(2);
  });

  it('gives the place of a request back that failed', async () => {
    const { transport, limiter } = opened({ rest: throwing(new Fault('github_unreachable', { message: '' })) });
    for (let count = 0; count < 200; count += 1) {
      await expect(transport.rest(get)).rejects.toMatchObject({ code: 'github_unreachable' });
    }
    expect(limiter.counts()).toMatchObject({ held: 0, limited: 0 });
  });

  it.each([
    ['without a clock', { ...headers, date: '' }, null],
    ['that are no numbers', { ...headers, 'x-ratelimit-remaining': 'many' }, null],
    ['that are missing', {}, null],
    ['by a clock that is years off', { ...headers, date: 'Tue, 07 Apr 2020 16:00:00 GMT' }, 4_321],
  ])('makes the best of headers %s', async (_which, odd, remaining) => {
    const { transport, limiter, timer } = opened({
      rest: async () => ({ ...rest, headers: odd as Record<string, string> }),
    });
    await transport.rest(get);
    expect(limiter.counts().remaining.rest).toBe(remaining);
    await timer.pass(3_600_000);
    expect(limiter.counts().remaining.rest).toBe(null);
  });
});
