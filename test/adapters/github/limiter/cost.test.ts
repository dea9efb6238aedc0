import { describe, expect, it } from 'vitest';
import { graphqlCost, restCost } from '../../../../src/adapters/github/limiter/cost.ts';
import { mutationOf, type Step } from '../../../../src/adapters/github/write/mutation.ts';

describe('what a request costs', () => {
  it.each([
    ['GET', '/repos/a/b/pulls/1/files?per_page=100', 1, 0],
    ['POST', '/repos/a/b/deployments', 5, 1],
    ['POST', '/repos/a/b/deployments/7/statuses', 5, 1],
    ['POST', '/repos/a/b/issues/7/comments?x=1', 5, 1],
    ['POST', '/repos/a/b/pulls/7/reviews', 5, 1],
    ['POST', '/repos/a/b/pulls/7/requested_reviewers', 5, 1],
    ['POST', '/repos/a/b/issues/comments/7/reactions', 5, 1],
    ['POST', '/repos/a/b/check-runs', 5, 1],
    ['POST', '/app/installations/1/access_tokens', 5, 0],
    ['PATCH', '/repos/a/b/check-runs/7', 5, 0],
    ['PATCH', '/repos/a/b/issues/comments', 5, 0],
    ['PUT', '/repos/a/b/issues', 5, 0],
    ['DELETE', '/repos/a/b/issues/7/labels/x', 5, 0],
  ] as const)('REST: %s %s is %i points, %i creations', (method, path, points, creations) => {
    expect(restCost({ method, path })).toEqual({ api: 'rest', points, creations });
  });

  it.each<[readonly Step['field'][], number]>([
    [['updateCheckRun', 'updateIssueComment'], 0],
    [['createCheckRun'], 1],
    [['createCheckRun', 'updateCheckRun', 'createCheckRun', 'addComment'], 3],
  ])('GraphQL: one mutation of %j is 5 points, %i creations', (fields, creations) => {
    const { query } = mutationOf(fields.map((field) => ({ field, input: {} })));
    expect(graphqlCost(query)).toEqual({ api: 'graphql', points: 5, creations });
  });

  it('GraphQL: a query is one point, whatever it names', () => {
    expect(graphqlCost('query Q { createdAt: createThing(id: 1) { id } }')).toEqual({
      api: 'graphql',
      points: 1,
      creations: 0,
    });
  });
});
