import { afterEach, beforeEach, expect, test } from 'vitest';
import { httpTransport } from '../../src/adapters/github/transport/http-transport.ts';
import { openInbox } from '../../src/adapters/store/sqlite-inbox.ts';
import { noteBaseline } from '../../src/app/judging/baseline.ts';
import { pullRequestsOf } from '../../src/app/judging/fan-out.ts';
import type { Decision } from '../../src/generated/types.ts';
import type { Inbox } from '../../src/reconcile/ports/inbox.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { branchTip } from '../../src/sandbox/state/queries.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';

/** Something ended on the base's tip: whoever waits for a report of the base is judged again, and nobody else. */
let world: JudgingWorld;
let inbox: Inbox;
let waiting: PullRequest;
const key = { owner: 'acme', repo: 'agents' };

beforeEach(async () => {
  world = await openJudgingWorld();
  inbox = openInbox(':memory:');
  waiting = await world.open('a', { 'README.md': 'a\n' });
  await world.open('b', { 'README.md': 'b\n' });
});
afterEach(async () => {
  inbox.close();
  await world.close();
});

const refusing = (code: string, value: 'unknown' | 'true' = 'unknown') =>
  ({ signals: [{ value, refused: [{ source: 'artifact:1', code, why: '' }] }] }) as unknown as Decision;
const note = (decision: Decision) => noteBaseline(inbox, { ...key, number: waiting.number }, decision);

/** What is wished for once something ended on a commit, and how many requests that took. */
async function ended(sha: string): Promise<readonly [readonly string[], number]> {
  const token = world.sandbox.installationToken(world.installed.installation);
  const transport = httpTransport({ apiUrl: world.sandbox.url, token, userAgent: 'rollout-gate/test' });
  const work = pullRequestsOf({ inbox, transportFor: async () => transport });
  const place = { installationId: 1, repositoryId: world.repository.id };
  const requests = await world.requestsOf(() =>
    work({ kind: 'commit', ...key, sha }, { place, lane: 'event', isHeld: async () => true, keep: () => undefined }),
  );
  const leases = await inbox.take(10, Date.now(), Date.now() + 1_000);
  for (const lease of leases) await inbox.done(lease, [], Date.now());
  return [leases.map((lease) => `${lease.key} ${lease.lane}`), requests.length];
}
const tip = () => branchTip(world.repository, 'main') ?? '';

test('who waits for a baseline is judged again, once for each time that it is found waiting', async () => {
  await note(refusing('baseline_missing'));
  expect(await ended(tip())).toEqual([[`pull_request acme/agents#${waiting.number} sweep`], 2]);
  expect((await ended(tip()))[0]).toEqual([]);
  // By then nobody is known to wait: no list is read.
  expect(await ended(tip())).toEqual([[], 1]);
  await note(refusing('baseline_missing'));
  expect((await ended(tip()))[0]).toHaveLength(1);
});

test('a commit that is a head tells of itself alone', async () => {
  await note(refusing('baseline_missing'));
  expect(await ended(waiting.head.sha)).toEqual([[], 1]);
});

test.each([
  ['another refusal', refusing('report_missing')],
  ['a signal that is known by other evidence', refusing('baseline_missing', 'true')],
])('%s waits for no baseline', async (_, decision) => {
  await note(decision);
  expect(await ended(tip())).toEqual([[], 1]);
});
