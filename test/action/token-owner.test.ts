import { describe, expect, it } from 'vitest';
import type { GraphqlAnswer, Transport } from '../../src/adapters/github/transport/transport.ts';
import { knowingOwner } from '../../src/action/token-owner.ts';

function answering(answer: GraphqlAnswer): { transport: Transport; asked: string[] } {
  const asked: string[] = [];
  const transport: Transport = {
    graphql: async (query) => {
      asked.push(query);
      return answer;
    },
    rest: async () => ({ status: 200, headers: {}, data: null }),
  };
  return { transport, asked };
}

const forbidden = { message: 'Resource not accessible by integration', type: 'FORBIDDEN' };

describe('whose token it is', () => {
  it.each([
    ['rollout-gate[bot]', 'rollout-gate'],
    ['github-actions[bot]', 'github-actions'],
    ['grace', 'grace'],
  ])('is asked along with the first query, and only with it: %s', async (login, owner) => {
    const { transport, asked } = answering({ data: { viewer: { login }, repository: {} }, errors: [] });
    const known = knowingOwner(transport);
    expect(known.owner()).toBe('github-actions');
    await known.transport.graphql('query A($n: Int!) { repository { id } }', { n: 1 });
    await known.transport.graphql('query B { repository { id } }', {});
    expect(asked).toEqual([
      'query A($n: Int!) { repository { id } viewer { login } }',
      'query B { repository { id } }',
    ]);
    expect(known.owner()).toBe(owner);
  });

  it('stays the job when it can not be told, and that touches no fact', async () => {
    const { transport } = answering({ data: { repository: {} }, errors: [{ ...forbidden, path: ['viewer'] }] });
    const known = knowingOwner(transport);
    expect(await known.transport.graphql('query A { repository { id } }', {})).toMatchObject({ errors: [] });
    expect(known.owner()).toBe('github-actions');
  });

  it('is not asked again when asking took the whole answer with it', async () => {
    const asked: string[] = [];
    const graphql: Transport['graphql'] = async (query) => {
      asked.push(query);
      return query.includes('viewer')
        ? { data: null, errors: [{ ...forbidden, path: ['viewer'] }] }
        : { data: { repository: { id: 1 } }, errors: [] };
    };
    const known = knowingOwner({ ...answering({ data: null, errors: [] }).transport, graphql });
    const query = 'query A { repository { id } }';
    expect(await known.transport.graphql(query, {})).toEqual({ data: { repository: { id: 1 } }, errors: [] });
    await known.transport.graphql(query, {});
    expect(asked.map((one) => one.includes('viewer'))).toEqual([true, false, false]);
    expect(known.owner()).toBe('github-actions');
  });

  it('is not asked with a mutation', async () => {
    const { transport, asked } = answering({ data: {}, errors: [] });
    await knowingOwner(transport).transport.graphql('mutation W { w0: createCheckRun { id } }', {});
    expect(asked).toEqual(['mutation W { w0: createCheckRun { id } }']);
  });

  it('ends a write that is not allowed at once', async () => {
    const { transport } = answering({ data: { w0: null }, errors: [{ ...forbidden, path: ['w0'] }] });
    const write = knowingOwner(transport).transport.graphql('mutation W { w0: createCheckRun { id } }', {});
    await expect(write).rejects.toMatchObject({ code: 'github_forbidden' });
  });
});
