import { beforeEach, describe, expect, it } from 'vitest';
import { commentsOf } from '../../../src/sandbox/state/queries.ts';
import { ask, data } from './ask.ts';
import { appPermissions, type SmallWorld, smallWorld } from './small-world.ts';

let small: SmallWorld;

beforeEach(async () => {
  small = await smallWorld();
});

const create = `mutation Write($one: CreateCheckRunInput!, $other: CreateCheckRunInput!, $comment: AddCommentInput!) {
  a0: createCheckRun(input: $one) { checkRun { id databaseId name status conclusion } }
  a1: createCheckRun(input: $other) { checkRun { name } }
  a2: addComment(input: $comment) { commentEdge { node { body databaseId } } subject { id } }
}`;

function run(name: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { repositoryId: small.repository.nodeId, headSha: small.pull.head.sha, name, ...more };
}

function annotations(count: number): Record<string, unknown> {
  const location = { startLine: 1, endLine: 1 };
  const one = { path: 'change.yaml', location, annotationLevel: 'FAILURE', message: 'Bad.' };
  return { output: { title: 't', summary: 's', annotations: Array(count).fill(one) } };
}

const names = (): readonly string[] => [...small.world.checkRuns.values()].map((one) => one.name);

describe('aliased mutations', () => {
  it('run in order, each with its own result', async () => {
    const variables = {
      one: run('first', { status: 'COMPLETED', conclusion: 'ACTION_REQUIRED', ...annotations(50) }),
      other: run('second', { status: 'IN_PROGRESS' }),
      comment: { subjectId: small.pull.nodeId, body: 'Hello.' },
    };
    expect(await data(small, small.asApp(), create, variables)).toMatchObject({
      a0: { checkRun: { name: 'first', status: 'COMPLETED', conclusion: 'ACTION_REQUIRED' } },
      a1: { checkRun: { name: 'second' } },
      a2: { commentEdge: { node: { body: 'Hello.' } }, subject: { id: small.pull.nodeId } },
    });
    expect(names()).toEqual(['first', 'second']);
    expect([...small.world.checkRuns.values()][0]?.annotations).toHaveLength(50);
  });

  it('are not rolled back when a later one fails', async () => {
    const variables = {
      one: run('first'),
      other: run('second', { headSha: '0'.repeat(40) }),
      comment: { subjectId: small.pull.nodeId, body: 'Hello.' },
    };
    const answer = await ask(small, small.asApp(), create, variables);
    expect(answer.data).toMatchObject({ a0: { checkRun: { name: 'first' } }, a1: null, a2: { subject: {} } });
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors[0]).toMatchObject({ type: 'UNPROCESSABLE', path: ['a1'] });
    expect(names()).toEqual(['first']);
    expect(commentsOf(small.world, small.repository.id, 1)).toHaveLength(1);
  });

  it('give a null payload without an error for more than 50 annotations', async () => {
    const variables = {
      one: run('first', annotations(51)),
      other: run('second'),
      comment: { subjectId: small.pull.nodeId, body: 'Hello.' },
    };
    const answer = await ask(small, small.asApp(), create, variables);
    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({ a0: null, a1: { checkRun: { name: 'second' } } });
  });
});

describe('a check run', () => {
  const update = 'mutation($input: UpdateCheckRunInput!) { updateCheckRun(input: $input) { checkRun { conclusion } } }';

  it('gets annotations appended by updates', async () => {
    const input = { name: 'gate', headSha: small.pull.head.sha };
    const made = await small.effects.createCheckRun(small.asApp(), small.repository, input);
    const change = { repositoryId: small.repository.nodeId, checkRunId: made.nodeId, ...annotations(2) };
    await data(small, small.asApp(), update, { input: { ...change, conclusion: 'SUCCESS' } });
    await data(small, small.asApp(), update, { input: change });
    expect(made.annotations).toHaveLength(4);
    expect(made.conclusion).toBe('success');
  });

  it('is not written by people or without checks: write', async () => {
    const one = 'mutation($input: CreateCheckRunInput!) { createCheckRun(input: $input) { checkRun { id } } }';
    for (const actor of [small.asUser(small.people.bob), small.asApp({ ...appPermissions, checks: 'read' })]) {
      const { errors } = await ask(small, actor, one, { input: run('gate') });
      expect(errors[0]).toMatchObject({ type: 'FORBIDDEN', path: ['createCheckRun'] });
    }
    expect(names()).toEqual([]);
  });
});

describe('a comment', () => {
  it('is edited in place by the App that wrote it', async () => {
    const comment = await small.effects.createIssueComment(small.asApp(), small.repository, 1, 'Before.');
    const edit =
      'mutation($input: UpdateIssueCommentInput!) { updateIssueComment(input: $input) { issueComment { body } } }';
    expect(await data(small, small.asApp(), edit, { input: { id: comment.nodeId, body: 'After.' } })).toEqual({
      updateIssueComment: { issueComment: { body: 'After.' } },
    });
    expect(comment.body).toBe('After.');
  });

  it('needs something to stand on', async () => {
    const add = 'mutation($input: AddCommentInput!) { addComment(input: $input) { subject { id } } }';
    const { errors } = await ask(small, small.asApp(), add, { input: { subjectId: 'nothing', body: 'x' } });
    expect(errors[0]?.type).toBe('NOT_FOUND');
  });
});

it('reviews are asked for by node ids', async () => {
  const query = `mutation($input: RequestReviewsInput!) { requestReviews(input: $input) { pullRequest { reviewRequests(first: 5) { nodes {
    requestedReviewer { __typename ... on Team { slug } ... on User { login } } } } } } }`;
  small.repository.teams.set(small.safety.id, 'write');
  const input = {
    pullRequestId: small.pull.nodeId,
    userIds: [small.people.bob.nodeId],
    teamIds: [small.safety.nodeId],
  };
  expect(await data(small, small.asApp(), query, { input })).toEqual({
    requestReviews: {
      pullRequest: {
        reviewRequests: {
          nodes: [
            { requestedReviewer: { __typename: 'User', login: 'bob' } },
            { requestedReviewer: { __typename: 'Team', slug: 'safety' } },
          ],
        },
      },
    },
  });
});
