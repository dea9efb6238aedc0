import { describe, expect, test } from 'vitest';
import { Fault } from '../../../src/adapters/fault.ts';
import { readingAgain } from '../../../src/adapters/github/transport/reading-again.ts';
import type { RestRequest, Transport } from '../../../src/adapters/github/transport/transport.ts';

/** Answers of a transport that fails so many times first, and how often it was asked. */
function stumbling(
  failures: number,
  code: Fault['code'],
): { readonly transport: Transport; readonly asked: () => number } {
  let asked = 0;
  const ask = async <T>(answer: T): Promise<T> => {
    asked += 1;
    if (asked <= failures) throw new Fault(code, { message: 'no' });
    return answer;
  };
  return {
    transport: {
      graphql: () => ask({ data: {}, errors: [] }),
      rest: () => ask({ status: 200, headers: {}, data: null }),
    },
    asked: () => asked,
  };
}

const kinds: readonly (readonly [what: string, send: (transport: Transport) => Promise<unknown>, isRead: boolean])[] = [
  ['a query', ({ graphql }) => graphql('query Judge { viewer { login } }', {}), true],
  ['a mutation', ({ graphql }) => graphql('mutation WriteJudgement { x }', {}), false],
  ...(['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const).map(
    (method) =>
      [method, ({ rest }: Transport) => rest({ method, path: '/x' } satisfies RestRequest), method === 'GET'] as const,
  ),
];

describe.each(kinds)('%s', (_what, send, isRead) => {
  test.each(['github_unreachable', 'github_server_error', 'github_answer_incomplete'] as const)(
    `is ${isRead ? 'asked a second time' : 'never sent again'} after %s`,
    async (code) => {
      const { transport, asked } = stumbling(1, code);
      const sent = send(readingAgain(transport, async () => undefined));
      if (isRead) await sent;
      else await expect(sent).rejects.toMatchObject({ code });
      expect(asked()).toBe(isRead ? 2 : 1);
    },
  );

  test.each(['github_rate_limited', 'github_forbidden', 'github_not_found', 'github_invalid'] as const)(
    'is sent once after %s',
    async (code) => {
      const { transport, asked } = stumbling(1, code);
      await expect(send(readingAgain(transport, async () => undefined))).rejects.toMatchObject({ code });
      expect(asked()).toBe(1);
    },
  );

  test('fails after two failures', async () => {
    const { transport, asked } = stumbling(2, 'github_server_error');
    await expect(send(readingAgain(transport, async () => undefined))).rejects.toMatchObject({
      code: 'github_server_error',
    });
    expect(asked()).toBe(isRead ? 2 : 1);
  });
});
