import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../../src/adapters/digest/sha256.ts';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import { httpTransport } from '../../src/adapters/github/transport/http-transport.ts';
import { mergeGroups } from '../../src/app/merge-groups.ts';
import { openMetrics } from '../../src/app/metrics/metrics.ts';
import { tokenPermissions } from '../../src/core/access/permissions.ts';
import { answersReader } from '../../src/reconcile/answers.ts';
import { marks } from '../../src/reconcile/marks.ts';
import { needsOf } from '../../src/reconcile/needs.ts';
import { reportReader } from '../../src/reconcile/report-reading.ts';
import type { Follow } from '../../src/reconcile/task.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { addMergeQueue, queueIn } from '../support/merge-queue.ts';

/** A group that GitHub does not let us read: tried again in time, and answered before the queue gives up by itself. */
let world: JudgingWorld;
let now: Date;
let sha: string;
/** How far the machine's clock is ahead of GitHub's, milliseconds. */
let ahead: number;
let judge: () => Promise<readonly Follow[]>;
const minute = 60_000;

beforeEach(async () => {
  now = new Date('2026-11-21T10:00:00Z');
  ahead = 0;
  world = await openJudgingWorld({ now: () => now });
  const { sandbox, installed, repository, people } = world;
  const pull = await world.open('a', { 'README.md': 'Explained.\n' });
  await world.judge(pull);
  addMergeQueue(sandbox, repository);
  await sandbox.enqueue(pull, people.alice);
  sha = queueIn(sandbox, repository).flatMap(({ group }) => group?.headSha ?? [])[0] ?? '';
  const none = (): undefined => undefined;
  const counts = { deliveries: 0, work: 0, leased: 0, dead: 0, oldest: null, awaited: null };
  const group = mergeGroups({
    clock: { now: () => now },
    time: { here: (moment) => moment + ahead },
    log: { fatal: none, error: none, warn: none, info: none, debug: none },
    metrics: openMetrics({ inbox: async () => counts, queuedWrites: () => 0 }),
    redact: (text) => text,
    sleep: async () => undefined,
  });
  const token = sandbox.installationToken(installed.installation, { permissions: tokenPermissions });
  const options = {
    transport: httpTransport({ apiUrl: sandbox.url, token, userAgent: 'rollout-gate/test' }),
    app: installed.app.id,
    marks,
    needsOf,
    readReports: reportReader(sha256),
    readAnswers: answersReader(sha256),
    sha256,
    memory: readingMemory(),
  };
  const place = { installationId: installed.installation.id, repositoryId: repository.id };
  judge = () => group({ owner: 'acme', repo: 'agents', base_ref: 'main', sha }, place, options, async () => true);
});

afterEach(() => world.close());

const answer = () =>
  [...world.sandbox.world.checkRuns.values()]
    .filter(({ headSha, name }) => headSha === sha && name === 'rollout-gate')
    .map(({ conclusion, output }) => `${conclusion}: ${output.title}`);
const failing = (operation: string) =>
  world.sandbox.faults.add({ operation, fault: { kind: 'status', status: 500 }, times: 99 });
const due = (follows: readonly Follow[]) => follows.map((follow) => ((follow.due ?? 0) - now.getTime()) / 1_000);

test('it is tried again every half minute, without an answer that would throw it out', async () => {
  failing('JudgePullRequest');
  expect(due(await judge())).toEqual([30]);
  expect(answer()).toEqual([]);
  now = new Date(now.getTime() + 27 * minute + 50_000);
  expect(due(await judge())).toEqual([10]);
  expect(answer()).toEqual([]);
  world.sandbox.faults.clear();
  expect(await judge()).toEqual([]);
  expect(answer()).toEqual(['success: Go: 1 pull request']);
});

test("it is tried again by the machine's clock, whatever that says", async () => {
  failing('JudgePullRequest');
  ahead = 60 * minute;
  expect(due(await judge())).toEqual([3_600 + 30]);
});

test('it is answered shortly before the queue gives up', async () => {
  failing('JudgePullRequest');
  now = new Date(now.getTime() + 28 * minute);
  await expect(judge()).rejects.toMatchObject({ code: 'github_server_error' });
  expect(answer()).toEqual(['action_required: Could not be evaluated: github_server_error']);
});

test('it is left to the inbox while not even the group can be read', async () => {
  failing('JudgeMergeGroup');
  await expect(judge()).rejects.toMatchObject({ code: 'github_server_error' });
  expect(answer()).toEqual([]);
});

test('it is left to the inbox, which knows until when, while a limit lasts', async () => {
  const fault = { kind: 'limit', status: 429, retryAfter: 40 } as const;
  world.sandbox.faults.add({ operation: 'JudgePullRequest', fault, times: 99 });
  await expect(judge()).rejects.toMatchObject({ code: 'github_rate_limited' });
  expect(answer()).toEqual([]);
});
