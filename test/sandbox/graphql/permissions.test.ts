import { beforeAll, describe, expect, it } from 'vitest';
import { handleGraphql } from '../../../src/sandbox/graphql/execute.ts';
import type { Actor } from '../../../src/sandbox/state/actor.ts';
import { ask, data } from './ask.ts';
import { appPermissions, type SmallWorld, smallWorld } from './small-world.ts';

let small: SmallWorld;

beforeAll(async () => {
  small = await smallWorld();
  const head = { headSha: small.pull.head.sha, name: 'rollout-gate' };
  await small.effects.createCheckRun(small.asApp(), small.repository, head);
});

const team =
  '{ organization(login: "acme") { team(slug: "safety") { members(first: 5) { nodes { login databaseId } } } } }';
const inRepository = (fields: string): string => `{ repository(owner: "acme", name: "agents") { ${fields} } }`;

function without(name: string): Actor {
  return small.asApp(Object.fromEntries(Object.entries(appPermissions).filter(([key]) => key !== name)));
}

describe('teams', () => {
  it('are read by an App with members: read', async () => {
    expect(await data(small, small.asApp(), team)).toMatchObject({
      organization: { team: { members: { nodes: [{ login: 'bob' }] } } },
    });
  });

  it('are not read by the job token, whatever it holds', async () => {
    const { data: answered, errors } = await ask(small, small.asJob({ members: 'read', contents: 'read' }), team);
    expect(answered).toEqual({ organization: { team: null } });
    expect(errors[0]).toMatchObject({ type: 'FORBIDDEN', path: ['organization', 'team'] });
  });

  it('are not read by an App without members: read', async () => {
    const { errors } = await ask(small, without('members'), team);
    expect(errors[0]).toMatchObject({ type: 'FORBIDDEN', message: 'Resource not accessible by integration' });
  });
});

describe('each part of a repository takes its own permission', () => {
  it.each([
    ['contents', 'object(expression: "HEAD") { oid }', ['repository', 'object']],
    ['pull_requests', 'pullRequest(number: 1) { title }', ['repository', 'pullRequest']],
    [
      'checks',
      'pullRequest(number: 1) { commits(last: 1) { nodes { commit { checkSuites(first: 1) { totalCount } } } } }',
      null,
    ],
    [
      'checks',
      'pullRequest(number: 1) { commits(last: 1) { nodes { commit { statusCheckRollup { contexts(first: 5) { nodes { __typename } } } } } } }',
      null,
    ],
  ])('%s', async (permission, fields, path) => {
    expect((await ask(small, small.asApp(), inRepository(fields))).errors).toEqual([]);
    const { errors } = await ask(small, without(permission), inRepository(fields));
    expect(errors[0]?.type).toBe('FORBIDDEN');
    if (path !== null) expect(errors[0]?.path).toEqual(path);
  });

  it('a node that may not be read is null beside the ones that may', async () => {
    const bob = small.asUser(small.people.bob);
    await small.effects.createStatus(bob, small.repository, {
      sha: small.pull.head.sha,
      state: 'pending',
      context: 'legacy',
    });
    const fields = 'pullRequest(number: 1) { statusCheckRollup { contexts(first: 5) { nodes { __typename } } } }';
    const { data: answered, errors } = await ask(small, without('statuses'), inRepository(fields));
    expect(answered).toMatchObject({
      repository: { pullRequest: { statusCheckRollup: { contexts: { nodes: [{ __typename: 'CheckRun' }, null] } } } },
    });
    expect(errors).toHaveLength(1);
  });

  it('a private repository is not there for those who may not see it', async () => {
    const stranger = { ...small.people.ann, id: 999_999 };
    const { errors } = await ask(small, small.asUser(stranger), inRepository('id'));
    expect(errors[0]).toMatchObject({
      type: 'NOT_FOUND',
      message: "Could not resolve to a Repository with the name 'acme/agents'.",
    });
    const byId = await ask(small, small.asUser(stranger), `{ node(id: "${small.pull.nodeId}") { id } }`);
    expect(byId.errors[0]).toMatchObject({
      type: 'NOT_FOUND',
      message: `Could not resolve to a node with the global id of '${small.pull.nodeId}'`,
    });
  });

  it('collaborators come with their permission', async () => {
    const query = inRepository('collaborators(login: "ann", first: 1) { edges { permission node { login } } }');
    expect(await data(small, small.asApp(), query)).toEqual({
      repository: { collaborators: { edges: [{ permission: 'WRITE', node: { login: 'ann' } }] } },
    });
  });
});

it.each(['anonymous', 'app'])('an actor that is %s is turned away with 401', async (kind) => {
  const { world, effects, now } = small;
  const actor = (kind === 'app' ? { kind, app: [...world.apps.values()][0] } : { kind }) as Actor;
  const answer = await handleGraphql({ world, effects, now, actor }, { query: '{ viewer { login } }' });
  expect(answer.status).toBe(401);
});

it('the viewer is the person, or the bot of the App', async () => {
  const query = '{ viewer { login } }';
  expect(await data(small, small.asUser(small.people.ann), query)).toEqual({ viewer: { login: 'ann' } });
  expect(await data(small, small.asApp(), query)).toEqual({ viewer: { login: 'rollout-gate[bot]' } });
});
