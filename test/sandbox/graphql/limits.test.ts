import { beforeAll, describe, expect, it } from 'vitest';
import { ask, data } from './ask.ts';
import { type SmallWorld, smallWorld } from './small-world.ts';

let small: SmallWorld;

beforeAll(async () => {
  small = await smallWorld();
  for (let number = 1; number <= 7; number++) {
    await small.effects.createIssueComment(small.asApp(), small.repository, small.pull.number, `comment ${number}`);
  }
});

const comments = (page: string): string =>
  `query Page($after: String) { repository(owner: "acme", name: "agents") { pullRequest(number: 1) {
    comments(${page}) { totalCount nodes { body } edges { cursor node { body } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } } }`;

interface Page {
  readonly totalCount: number;
  readonly nodes: readonly { readonly body: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string };
}

async function page(bounds: string, variables: Record<string, unknown> = {}): Promise<Page> {
  const result = (await data(small, small.asApp(), comments(bounds), variables)) as {
    repository: { pullRequest: { comments: Page } };
  };
  return result.repository.pullRequest.comments;
}

describe('pages', () => {
  it('bring everything once when the cursor is followed', async () => {
    const bodies: string[] = [];
    let after: string | undefined;
    for (let round = 0; round < 5; round++) {
      const one = await page('first: 3, after: $after', { after });
      bodies.push(...one.nodes.map((node) => node.body));
      expect(one.totalCount).toBe(7);
      expect(one.pageInfo.hasNextPage).toBe(bodies.length < 7);
      if (!one.pageInfo.hasNextPage) break;
      after = one.pageInfo.endCursor;
    }
    expect(bodies).toEqual([1, 2, 3, 4, 5, 6, 7].map((number) => `comment ${number}`));
  });

  it('count from the end with last', async () => {
    const one = await page('last: 2, after: $after');
    expect(one.nodes.map((node) => node.body)).toEqual(['comment 6', 'comment 7']);
    expect(one.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('refuse a cursor that is none', async () => {
    const { errors } = await ask(small, small.asApp(), comments('first: 3, after: $after'), { after: 'x' });
    expect(errors[0]?.message).toContain('does not appear to be a valid cursor');
  });
});

describe('what asks for too much is refused before it runs', () => {
  it.each([
    ['a connection without first or last', '', 'MISSING_PAGINATION_BOUNDARIES'],
    ['more than 100 of anything', '(first: 101)', 'EXCESSIVE_PAGINATION'],
    ['none of anything', '(last: 0)', 'EXCESSIVE_PAGINATION'],
  ])('%s', async (_name, bounds, type) => {
    const query = `{ repository(owner: "acme", name: "agents") { pullRequests${bounds} { totalCount } } }`;
    const answer = await ask(small, small.asApp(), query);
    expect(answer.data).toBeNull();
    expect(answer.errors[0]?.type).toBe(type);
  });

  it('more than 500,000 nodes, through fragments and variables too', async () => {
    const query = `query Large($n: Int!) { repository(owner: "acme", name: "agents") { pullRequests(first: $n) { nodes { ...Pull } } } }
      fragment Pull on PullRequest { files(first: 100) { nodes { path } }
        commits(first: 100) { nodes { commit { checkSuites(first: 100) { nodes { id } } } } } }`;
    const { errors } = await ask(small, small.asApp(), query, { n: 100 });
    expect(errors[0]).toMatchObject({ type: 'MAX_NODE_LIMIT_EXCEEDED' });
    expect((await ask(small, small.asApp(), query, { n: 1 })).errors).toEqual([]);
  });

  it('tells the cost when asked', async () => {
    const query =
      '{ rateLimit { cost nodeCount } repository(owner: "acme", name: "agents") { issues(first: 50) { totalCount } } }';
    expect(await data(small, small.asApp(), query)).toMatchObject({ rateLimit: { cost: 1, nodeCount: 50 } });
  });
});
