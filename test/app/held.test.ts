import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/adapters/clock.ts';
import { packing } from '../../src/adapters/digest/packing.ts';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import { GithubPullRequestReader } from '../../src/adapters/github/pull-request-reader.ts';
import { GithubPullRequestWriter } from '../../src/adapters/github/pull-request-writer.ts';
import { httpTransport } from '../../src/adapters/github/transport/http-transport.ts';
import type { Transport } from '../../src/adapters/github/transport/transport.ts';
import { heldTransport } from '../../src/app/held.ts';
import { answersReader } from '../../src/reconcile/answers.ts';
import { marks } from '../../src/reconcile/marks.ts';
import { needsOf } from '../../src/reconcile/needs.ts';
import { reportFault } from '../../src/reconcile/report-fault.ts';
import { reportReader } from '../../src/reconcile/report-reading.ts';
import type { WriteResult } from '../../src/reconcile/ports.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';

describe('the transport of leased work', () => {
  it.each<[string, string | { method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'; path: string }, boolean]>([
    ['a mutation', 'mutation Write { x }', false],
    ['a mutation after blanks', '\n  mutation Write { x }', false],
    ['a POST', { method: 'POST', path: '/' }, false],
    ['a PATCH', { method: 'PATCH', path: '/' }, false],
    ['a PUT', { method: 'PUT', path: '/' }, false],
    ['a DELETE', { method: 'DELETE', path: '/' }, false],
    ['a query', 'query Read { x }', true],
    ['a GET', { method: 'GET', path: '/' }, true],
  ])('asks before %s whether the lease is still ours', async (_words, what, isSent) => {
    let sent = 0;
    const plain: Transport = {
      graphql: async () => ({ data: (sent += 1), errors: [] }),
      rest: async () => ({ status: 200, headers: {}, data: (sent += 1) }),
    };
    const send = (isHeld: boolean): Promise<unknown> => {
      const transport = heldTransport(plain, async () => isHeld);
      return typeof what === 'string' ? transport.graphql(what, {}) : transport.rest(what);
    };
    await send(true);
    expect(sent).toBe(1);
    if (isSent) await send(false);
    else await expect(send(false)).rejects.toMatchObject({ code: 'lease_lost' });
    expect(sent).toBe(isSent ? 2 : 1);
  });
});

describe('a write that GitHub lost', () => {
  let world: JudgingWorld;
  beforeEach(async () => {
    world = await openJudgingWorld();
  });
  afterEach(() => world.close());

  /** Says a fault on a pull request; the lease is ours for so many requests that write. */
  async function said(times: number): Promise<readonly WriteResult[]> {
    const { sandbox, installed } = world;
    const pull = await world.open('a', { 'README.md': 'Explained.\n' });
    sandbox.faults.add({ operation: 'WriteJudgement', when: 'before', fault: { kind: 'status', status: 502 } });
    const token = sandbox.installationToken(installed.installation);
    const plain = httpTransport({ apiUrl: sandbox.url, token, userAgent: 'rollout-gate/test' });
    let asked = 0;
    const transport = heldTransport(plain, async () => (asked += 1) <= times);
    const key = { owner: 'acme', repo: 'agents', number: pull.number };
    const reading = {
      app: installed.app.id,
      marks,
      memory: readingMemory(),
      needsOf,
      readReports: reportReader(packing.sha256),
      readAnswers: answersReader(packing.sha256),
      sha256: packing.sha256,
    };
    const parts = {
      reader: new GithubPullRequestReader({ ...reading, transport }),
      writer: new GithubPullRequestWriter(key, { transport, app: installed.app.id, patience: [0] }),
      packing,
      clock: systemClock,
    };
    return reportFault(parts, key, { code: 'internal', message: 'it failed', retryable: false, next: 'Wait.' });
  }
  const sent = (): number => world.sandbox.exchanges.filter(({ operation }) => operation === 'WriteJudgement').length;

  it('is sent again while the lease is ours', async () => {
    await said(2);
    expect([sent(), world.sandbox.world.checkRuns.size]).toEqual([2, 1]);
  });

  it('is not sent again once another process has the work', async () => {
    await expect(said(1)).rejects.toMatchObject({ code: 'lease_lost' });
    expect([sent(), world.sandbox.world.checkRuns.size]).toEqual([1, 0]);
  });
});
