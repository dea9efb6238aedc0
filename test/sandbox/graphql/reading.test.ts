import { beforeAll, describe, expect, it } from 'vitest';
import { ask, data } from './ask.ts';
import { type SmallWorld, smallWorld } from './small-world.ts';

let small: SmallWorld;
let head: string;

beforeAll(async () => {
  small = await smallWorld();
  head = small.pull.head.sha;
  const app = small.asApp();
  await small.effects.submitReview(small.asUser(small.people.bob), small.pull, { event: 'APPROVE', body: 'Fine.' });
  await small.effects.createIssueComment(app, small.repository, small.pull.number, 'Sticky.');
  await small.effects.createStatus(small.asUser(small.people.bob), small.repository, {
    sha: head,
    state: 'success',
    context: 'legacy',
  });
  const annotation = { path: 'change.yaml', start_line: 1, end_line: 1, start_column: null, end_column: null };
  await small.effects.createCheckRun(app, small.repository, {
    name: 'rollout-gate',
    headSha: head,
    status: 'completed',
    conclusion: 'failure',
    externalId: 'digest',
    output: {
      title: 'Blocked',
      summary: '**no**',
      annotations: [{ ...annotation, annotation_level: 'failure', message: 'Bad.', title: 'x', raw_details: null }],
    },
  });
  small.world.rulesets.set(1, {
    ...{ id: 1, nodeId: 'RRS_1', repositoryId: small.repository.id, name: 'main', enforcement: 'active' },
    ...{ include: ['~DEFAULT_BRANCH'], exclude: [], bypassUserIds: [], createdAt: new Date(0), updatedAt: new Date(0) },
    rules: [
      {
        type: 'required_status_checks',
        parameters: {
          required_status_checks: [{ context: 'rollout-gate' }],
          strict_required_status_checks_policy: false,
        },
      },
    ],
  });
});

const inPull = (fields: string): string =>
  `{ repository(owner: "acme", name: "agents") { pullRequest(number: 1) { ${fields} } } }`;
const inRepository = (fields: string): string => `{ repository(owner: "acme", name: "agents") { ${fields} } }`;

async function pull(fields: string): Promise<unknown> {
  const result = (await data(small, small.asApp(), inPull(fields))) as { repository: { pullRequest: unknown } };
  return result.repository.pullRequest;
}

async function repository(fields: string): Promise<unknown> {
  const result = (await data(small, small.asApp(), inRepository(fields))) as { repository: unknown };
  return result.repository;
}

describe('a pull request', () => {
  it('has its branches, its author and its state', async () => {
    const fields = `number state isDraft title body baseRefName headRefName headRefOid isCrossRepository
      author { __typename login ... on User { databaseId } } headRepository { nameWithOwner }
      mergeable merged closed changedFiles createdAt baseRef { target { oid } }`;
    expect(await pull(fields)).toEqual({
      number: 1,
      ...{ state: 'OPEN', isDraft: false, title: 'A warmer tone', body: 'Please.', isCrossRepository: false },
      ...{ baseRefName: 'main', headRefName: 'warmer', headRefOid: head },
      author: { __typename: 'User', login: 'ann', databaseId: small.people.ann.id },
      headRepository: { nameWithOwner: 'acme/agents' },
      ...{ mergeable: 'MERGEABLE', merged: false, closed: false, changedFiles: 2, createdAt: '2026-04-07T16:00:00Z' },
      baseRef: { target: { oid: small.repository.refs.get('refs/heads/main') } },
    });
  });

  it('has its files and commits', async () => {
    const fields = `files(first: 10) { totalCount nodes { path changeType additions deletions } }
      commits(last: 1) { nodes { commit { oid message author { email user { login } } parents(first: 1) { totalCount } } } }`;
    expect(await pull(fields)).toEqual({
      files: {
        totalCount: 2,
        nodes: [
          { path: 'change.yaml', changeType: 'ADDED', additions: 1, deletions: 0 },
          { path: 'prompts/system.md', changeType: 'MODIFIED', additions: 1, deletions: 1 },
        ],
      },
      commits: {
        nodes: [
          {
            commit: {
              oid: head,
              message: 'Warmer',
              author: { email: 'ann@example.com', user: { login: 'ann' } },
              parents: { totalCount: 1 },
            },
          },
        ],
      },
    });
  });

  it('has its reviews with the commit that was seen', async () => {
    const fields = 'reviews(first: 5) { nodes { state submittedAt commit { oid } author { login } fullDatabaseId } }';
    expect(await pull(fields)).toMatchObject({
      reviews: { nodes: [{ state: 'APPROVED', commit: { oid: head }, author: { login: 'bob' } }] },
    });
  });

  it("has its comments; a bot's login has no [bot] here", async () => {
    const fields =
      'comments(last: 5) { nodes { body viewerDidAuthor isMinimized author { __typename login ... on Bot { databaseId } } } }';
    expect(await pull(fields)).toMatchObject({
      comments: {
        nodes: [{ body: 'Sticky.', viewerDidAuthor: true, author: { __typename: 'Bot', login: 'rollout-gate' } }],
      },
    });
  });

  it('has its retargets and force-pushes, by item type', async () => {
    const other = await smallWorld();
    await other.push(other.people.bob, 'release', { 'README.md': 'r\n' });
    await other.effects.updatePull(other.asUser(other.people.ann), other.pull, { base: 'release' });
    const items = (types: string): string =>
      inPull(`timelineItems(itemTypes: [${types}], first: 10) {
        filteredCount nodes { ... on BaseRefChangedEvent { previousRefName currentRefName actor { login } } } }`);
    expect(await data(other, other.asApp(), items('BASE_REF_CHANGED_EVENT'))).toMatchObject({
      repository: {
        pullRequest: {
          timelineItems: {
            filteredCount: 1,
            nodes: [{ previousRefName: 'main', currentRefName: 'release', actor: { login: 'ann' } }],
          },
        },
      },
    });
    const lacking = await ask(other, other.asApp(), items('ISSUE_COMMENT'));
    expect(lacking.errors[0]?.type).toBe('SANDBOX_LACKS_FIELD');
  });
});

describe('checks', () => {
  it('come with app, external id, annotations and what the ruleset requires', async () => {
    const fields = `commits(last: 1) { nodes { commit { checkSuites(first: 5, filterBy: {checkName: "rollout-gate"}) { nodes {
      app { databaseId slug } conclusion push { pusher { login } }
      checkRuns(first: 5) { nodes { name status conclusion externalId title isRequired(pullRequestNumber: 1)
        annotations(first: 5) { nodes { path message annotationLevel location { start { line } end { line } } } } } } } } } } }`;
    expect(await pull(fields)).toMatchObject({
      commits: {
        nodes: [
          {
            commit: {
              checkSuites: {
                nodes: [
                  {
                    app: { slug: 'rollout-gate' },
                    conclusion: 'FAILURE',
                    push: { pusher: { login: 'ann' } },
                    checkRuns: {
                      nodes: [
                        {
                          ...{ name: 'rollout-gate', status: 'COMPLETED', conclusion: 'FAILURE', externalId: 'digest' },
                          isRequired: true,
                          annotations: {
                            nodes: [
                              {
                                ...{ path: 'change.yaml', message: 'Bad.', annotationLevel: 'FAILURE' },
                                location: { start: { line: 1 }, end: { line: 1 } },
                              },
                            ],
                          },
                        },
                      ],
                    },
                  },
                ],
              },
            },
          },
        ],
      },
    });
  });

  it('roll up with statuses', async () => {
    const fields = `commits(last: 1) { nodes { commit { statusCheckRollup { state contexts(first: 10) { totalCount nodes {
      __typename ... on CheckRun { name } ... on StatusContext { context state creator { login } } } } } } } }`;
    expect(await pull(fields)).toMatchObject({
      commits: {
        nodes: [
          {
            commit: {
              statusCheckRollup: {
                state: 'FAILURE',
                contexts: {
                  nodes: [
                    { __typename: 'CheckRun', name: 'rollout-gate' },
                    { __typename: 'StatusContext', context: 'legacy', state: 'SUCCESS', creator: { login: 'bob' } },
                  ],
                },
              },
            },
          },
        ],
      },
    });
  });

  it('are found by the rules of the base branch', async () => {
    const fields = `defaultBranchRef { name rules(first: 5) { nodes { type parameters {
      ... on RequiredStatusChecksParameters { requiredStatusChecks { context integrationId } } } } } }`;
    expect(await repository(fields)).toEqual({
      defaultBranchRef: {
        name: 'main',
        rules: {
          nodes: [
            {
              type: 'REQUIRED_STATUS_CHECKS',
              parameters: { requiredStatusChecks: [{ context: 'rollout-gate', integrationId: null }] },
            },
          ],
        },
      },
    });
  });
});

describe('git objects by expression', () => {
  it.each([
    ['HEAD:prompts/system.md', { __typename: 'Blob', text: 'Be kind.\n', byteSize: 9, isBinary: false }],
    ['warmer:prompts/system.md', { __typename: 'Blob', text: 'Be kind and warm.\n' }],
    ['refs/heads/main:prompts', { __typename: 'Tree', entries: [{ name: 'system.md', type: 'blob', mode: 33_188 }] }],
    ['main:nothing/here', null],
    ['no-such-branch:README.md', null],
    ['main', { __typename: 'Commit', message: 'Start' }],
  ])('%s', async (expression, expected) => {
    const fields = `object(expression: ${JSON.stringify(expression)}) { __typename
      ... on Blob { text byteSize isBinary isTruncated } ... on Tree { entries { name type mode } } ... on Commit { message } }`;
    const { object } = (await repository(fields)) as { object: unknown };
    if (expected === null) expect(object).toBeNull();
    else expect(object).toMatchObject(expected);
  });
});

describe('what is not there', () => {
  it.each([
    ['{ repository(owner: "acme", name: "none") { id } }', 'NOT_FOUND', ['repository']],
    [inPull('id').replace('number: 1', 'number: 9'), 'NOT_FOUND', ['repository', 'pullRequest']],
    ['{ node(id: "nonsense") { id } }', 'NOT_FOUND', ['node']],
    [inRepository('stargazerCount'), 'SANDBOX_LACKS_FIELD', ['repository', 'stargazerCount']],
  ])('%s', async (query, type, path) => {
    const { errors } = await ask(small, small.asApp(), query);
    expect(errors[0]).toMatchObject({ type, path });
  });

  it('is an error without a type when the query itself is wrong', async () => {
    const { data: nothing, errors } = await ask(small, small.asApp(), '{ repository { naem } }');
    expect(nothing).toBeNull();
    expect(errors[0]?.message).toContain('naem');
  });

  it('leaves the rest of the answer standing when a fault script lets one field fail', async () => {
    const query = inPull('title files(first: 1) { totalCount }');
    const answer = await ask(small, small.asApp(), query, {}, { failingFields: ['repository.pullRequest.files'] });
    expect(answer.data).toEqual({ repository: { pullRequest: { title: 'A warmer tone', files: null } } });
    expect(answer.errors[0]?.type).toBe('RESOURCE_LIMITS_EXCEEDED');
  });
});
