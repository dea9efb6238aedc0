import { type FieldNode, type OperationDefinitionNode, parse, type SelectionSetNode } from 'graphql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '../../../src/adapters/fault.ts';
import { readingMemory, type ReadingMemory } from '../../../src/adapters/github/memory.ts';
import { nextMoment } from '../../../src/reconcile/next-moment.ts';
import { sampleFiles } from '../../../src/sandbox/seed/files.ts';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../../support/judging.ts';
import { runEvals } from '../../support/ripe.ts';
import { evalsWorkflow, ticketPriority } from '../../support/scenes.ts';

/** A hole in an answer of GitHub, at every field that is asked for, in worlds that hold for one reason each. */
let world: JudgingWorld;
/** What is remembered before each judgement. */
let memory: () => ReadingMemory;

beforeEach(async () => {
  world = await openJudgingWorld();
  memory = readingMemory;
});

afterEach(() => world.close());

const branch = 'a';

async function evals(pull: PullRequest): Promise<void> {
  await runEvals(world, pull);
}

async function approve(pull: PullRequest): Promise<void> {
  await world.sandbox.review(pull, world.people.bob, 'APPROVE');
  await world.sandbox.review(pull, world.people.carol, 'APPROVE');
}

async function opened(push: Partial<Parameters<typeof world.sandbox.push>[2]> = {}): Promise<PullRequest> {
  const { alice } = world.people;
  await world.sandbox.push(world.repository, branch, { files: ticketPriority(), pusher: alice, ...push });
  return world.sandbox.openPullRequest(world.repository, { author: alice, title: 'a', head: branch });
}

async function ready(push: Parameters<typeof opened>[0] = {}): Promise<PullRequest> {
  const pull = await opened(push);
  await evals(pull);
  await approve(pull);
  return pull;
}

/** Worlds in which one fact stands against the pull request. */
const worlds: readonly (readonly [name: string, make: () => Promise<PullRequest>])[] = [
  ['somebody with the permission that is the role asks for changes', () => objected()],
  ['an approver is co-author', () => ready({ coAuthors: [world.people.bob] })],
  ['an approver committed', () => ready({ committer: world.people.carol })],
  ['an approver pushed', () => ready({ pusher: world.people.bob, author: world.people.alice })],
  [
    'an approver asks for changes again',
    async () => {
      const pull = await ready();
      await world.sandbox.review(pull, world.people.bob, 'REQUEST_CHANGES', 'no');
      return pull;
    },
  ],
  [
    'the base was changed after the approvals',
    async () => {
      await world.sandbox.push(world.repository, 'other', { files: { 'x.md': 'x\n' }, pusher: world.people.grace });
      const pull = await ready();
      await world.sandbox.updatePullRequest(pull, world.people.alice, { base: 'other' });
      return pull;
    },
  ],
  [
    'a newer attempt of the eval failed',
    async () => {
      const pull = await ready();
      const job = { repository: world.repository, workflow: evalsWorkflow, headSha: pull.head.sha, attempt: 2 };
      await world.sandbox.completeJob({ ...job, jobName: 'evals / offline', conclusion: 'failure' });
      return pull;
    },
  ],
  [
    'a file left a surface under another name',
    () => {
      const moved = { 'docs/moved.md': sampleFiles['sandbox/profile.yaml'] ?? '', 'sandbox/profile.yaml': null };
      return ready({ files: ticketPriority('ticket-priority', moved) });
    },
  ],
  [
    'the eval was run for another pull request with this head',
    async () => {
      const pull = await opened();
      await world.sandbox.push(world.repository, 'other', { files: { 'x.md': 'x\n' }, pusher: world.people.grace });
      const twin = { author: world.people.alice, title: 'b', head: branch, base: 'other' };
      await world.sandbox.openPullRequest(world.repository, twin);
      await evals(pull);
      await approve(pull);
      return pull;
    },
  ],
  ['another pull request uses its change_id', () => inUse()],
  [
    'another pull request uses its change_id, and the repository was read before',
    async () => {
      const pull = await inUse();
      const { repositories } = await readBefore(pull);
      memory = () => ({ ...readingMemory(), repositories });
      return pull;
    },
  ],
];

async function inUse(): Promise<PullRequest> {
  const other = await world.open('other', { ...ticketPriority(), 'prompts/other.md': 'y\n' });
  await world.judge(other);
  return ready();
}

async function readBefore(pull: PullRequest): Promise<ReadingMemory> {
  const known = readingMemory();
  await world.judge(pull, { memory: known, write: false });
  return known;
}

/** An objector who holds the role by nothing but a permission: who can't be told from a stranger once it is unread. */
async function objected(): Promise<PullRequest> {
  const { grace } = world.people;
  const policy = (sampleFiles['.github/rollout-gate.yml'] ?? '').replace(
    /^ {2}safety:.*$/m,
    '  safety: { permission: write }',
  );
  await world.sandbox.push(world.repository, 'main', {
    files: { '.github/rollout-gate.yml': policy },
    pusher: grace,
  });
  const pull = await ready();
  expect(await verdictOf(pull)).toBe('go');
  await world.sandbox.review(pull, grace, 'REQUEST_CHANGES', 'no');
  return pull;
}

/** All of them in the campaign (`npm run test:campaigns`); in the tests every eighth, another one in each world. */
const step = process.env['UNANSWERED_FIELDS'] === 'all' ? 1 : 8;

describe.each(worlds.map(([name, make], index) => [name, make, index] as const))('when %s', (name, make, index) => {
  test('no field that GitHub does not answer opens the gate', { timeout: 300_000 }, async () => {
    const pull = await make();
    expect(await verdictOf(pull)).not.toBe('go');
    const all = await fieldsOf(pull);
    expect(all.length).toBeGreaterThan(80);
    const paths = all.filter((_path, at) => at % step === index % step);
    if (step === 1) console.log(`when ${name}: ${paths.length} fields, one unanswered at a time`);
    const opening: string[] = [];
    for (const path of paths) {
      world.sandbox.faults.add({ fault: { kind: 'fields', paths: [path], forbidden: true }, times: 99 });
      if ((await verdictOf(pull)) === 'go') opening.push(path);
      world.sandbox.faults.clear();
    }
    expect(opening).toEqual([]);
  });
});

/** What says of a person's permission nothing: the field of GraphQL, and then REST. */
function permissionUnread(login: string, status: 500 | 502): void {
  const fields = Array.from({ length: 60 }, (_, index) => `repository.permission${index}`);
  world.sandbox.faults.add({ fault: { kind: 'fields', paths: fields }, operation: /./, times: 999 });
  const path = new RegExp(`collaborators/${login}/permission`);
  world.sandbox.faults.add({ fault: { kind: 'status', status }, path, times: 99 });
}

test.each([500, 502] as const)('an objection of a permission that GitHub answers with %s holds', async (status) => {
  const pull = await objected();
  permissionUnread(world.people.grace.login, status);
  const { decision, observation } = await world.judge(pull, { memory: readingMemory(), write: false });
  expect(decision?.verdict).toBe('wait');
  expect(decision?.reasons.filter(({ effect }) => effect !== 'advise')).toMatchObject([
    { code: 'role_unreadable', subject: 'role:safety' },
  ]);
  expect(decision?.next_actions).toMatchObject([{ code: 'role_unreadable', by: 'machine' }]);
  expect(nextMoment(observation, { now: new Date(), governed: true })).not.toBeNull();
  world.sandbox.faults.clear();
  expect(await verdictOf(pull)).toBe('wait');
});

test('the same without anything against it is go', async () => {
  expect(await verdictOf(await ready())).toBe('go');
});

async function verdictOf(pull: PullRequest): Promise<string> {
  try {
    const { decision } = await world.judge(pull, { memory: memory(), write: false });
    return decision?.verdict ?? 'none';
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
}

/** Response paths of every field of every query of a judgement. */
async function fieldsOf(pull: PullRequest): Promise<readonly string[]> {
  const exchanges = await world.requestsOf(() => verdictOf(pull));
  const queries = exchanges.flatMap(({ requestBody }) => {
    const query = (requestBody as { readonly query?: unknown } | undefined)?.query;
    return typeof query === 'string' ? [query] : [];
  });
  const found = queries.flatMap((query) => {
    const operation = parse(query).definitions.find((one) => one.kind === 'OperationDefinition');
    return pathsIn((operation as OperationDefinitionNode).selectionSet, []);
  });
  return [...new Set(found)];
}

function pathsIn({ selections }: SelectionSetNode, above: readonly string[]): readonly string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === 'InlineFragment') return pathsIn(selection.selectionSet, above);
    if (selection.kind !== 'Field') return [];
    const way = [...above, nameOf(selection)];
    return [way.join('.'), ...(selection.selectionSet === undefined ? [] : pathsIn(selection.selectionSet, way))];
  });
}

function nameOf({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value;
}
