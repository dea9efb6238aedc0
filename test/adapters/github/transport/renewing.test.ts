import { describe, expect, test } from 'vitest';
import { Fault } from '../../../../src/adapters/fault.ts';
import { renewing } from '../../../../src/adapters/github/transport/renewing.ts';
import type { Transport } from '../../../../src/adapters/github/transport/transport.ts';

function world(code: 'github_unauthorized' | 'github_forbidden', good: readonly string[]) {
  const sent: string[] = [];
  const asked: (string | null)[] = [];
  const answer = async (token: string, what: string) => {
    sent.push(`${token} ${what}`);
    await Promise.resolve();
    if (!good.includes(token)) throw new Fault(code, { message: 'no' });
    return { status: 200, headers: {}, data: token, errors: [] };
  };
  const connect = (token: string): Transport => ({
    graphql: (query) => answer(token, query),
    rest: ({ path }) => answer(token, path),
  });
  const open = () =>
    renewing(async (refused) => {
      asked.push(refused);
      return `t${asked.length}`;
    }, connect);
  return { sent, asked, open };
}

describe('a transport whose token is refused', () => {
  test('asks once more with another one, reads and writes alike, and stays with it', async () => {
    const { sent, asked, open } = world('github_unauthorized', ['t2']);
    const transport = await open();
    expect((await transport.graphql('mutation M', {})).data).toBe('t2');
    await transport.rest({ method: 'GET', path: '/a' });
    expect({ sent, asked }).toEqual({ sent: ['t1 mutation M', 't2 mutation M', 't2 /a'], asked: [null, 't1'] });
  });

  test('gives up after that, and begins anew with the next request', async () => {
    const { sent, open } = world('github_unauthorized', ['t3']);
    const transport = await open();
    await expect(transport.rest({ method: 'GET', path: '/a' })).rejects.toMatchObject({ code: 'github_unauthorized' });
    expect(sent).toEqual(['t1 /a', 't2 /a']);
    expect((await transport.rest({ method: 'GET', path: '/b' })).data).toBe('t3');
  });

  test('asks for one token when requests that were sent together are refused', async () => {
    const { asked, open } = world('github_unauthorized', ['t2']);
    const transport = await open();
    const paths = ['/a', '/b', '/c'];
    await Promise.all(paths.map((path) => transport.rest({ method: 'GET', path })));
    expect(asked.every((refused) => refused === null || refused === 't1')).toBe(true);
  });

  test('asks no more after any other fault', async () => {
    const { sent, open } = world('github_forbidden', []);
    await expect((await open()).graphql('query Q', {})).rejects.toMatchObject({ code: 'github_forbidden' });
    expect(sent).toEqual(['t1 query Q']);
  });
});
