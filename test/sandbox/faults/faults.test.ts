import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptWorld } from '../../../src/sandbox/faults/lagging-world.ts';
import type { Fault } from '../../../src/sandbox/faults/plan.ts';
import { validateExchangeLog } from '../../support/github-descriptions/exchange-log.ts';
import { here, type OpenWorld, openWorld, refusal } from '../open-world.ts';

let world: OpenWorld;
let clock = new Date('2026-04-07T16:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'exchanges-'));
const exchangeLog = join(folder, 'log.jsonl');
beforeEach(async () => {
  clock = new Date('2026-04-07T16:00:00Z');
  world = await openWorld({ now: () => clock, exchangeLog });
  await world.app.rest.issues.create({ ...here, title: 'first' });
});
afterEach(async () => {
  await world.close();
  validateExchangeLog(exchangeLog);
  rmSync(exchangeLog);
});

const comment = (body = 'x') => world.app.rest.issues.createComment({ ...here, issue_number: 1, body });
const comments = (): number => world.sandbox.world.issueComments.size;
const path = /comments$/;

describe('a fault before or after the effect', () => {
  const lost: readonly (readonly [string, Fault, number])[] = [
    ['500', { kind: 'status', status: 500 }, 500],
    ['502', { kind: 'status', status: 502 }, 502],
    ['404', { kind: 'not_found' }, 404],
    ['401', { kind: 'unauthorized' }, 401],
    ['403 secondary limit with retry-after', { kind: 'limit', status: 403, retryAfter: 60 }, 403],
    ['429 without retry-after', { kind: 'limit', status: 429 }, 429],
    ['403 primary limit', { kind: 'limit', status: 403, limit: 'primary' }, 403],
    ['a cut connection', { kind: 'cut' }, 500],
  ];
  const cases = lost.flatMap(([name, fault, status]) =>
    (['before', 'after'] as const).map((when) => [name, when, fault, status] as const),
  );
  it.each(cases)('%s %s', async (_, when, fault, status) => {
    world.sandbox.faults.add({ fault, when, method: 'POST', path });
    expect((await refusal(comment())).status).toBe(status);
    expect(comments()).toBe(when === 'after' ? 1 : 0);
    await expect(comment()).resolves.toMatchObject({ status: 201 });
  });

  // octokit answers 201 with an empty text then: whoever calls has to look at what came
  it('half a body is no JSON, although the effect happened', async () => {
    world.sandbox.faults.add({ fault: { kind: 'truncate' }, method: 'POST', path });
    const { status, data } = await comment();
    expect([status, data]).toEqual([201, '']);
    expect(comments()).toBe(1);
  });

  it('says when to come back, or does not', async () => {
    const { faults, url } = world.sandbox;
    const ask = () => fetch(`${url}/repos/acme/agents`);
    faults.add({ fault: { kind: 'limit', status: 429, retryAfter: 7 } });
    expect((await ask()).headers.get('retry-after')).toBe('7');
    faults.add({ fault: { kind: 'limit', status: 403, limit: 'primary' } });
    const primary = (await ask()).headers;
    expect([primary.get('retry-after'), primary.get('x-ratelimit-remaining')]).toEqual([null, '0']);
  });
});

describe('a fault finds its request', () => {
  it('by the sandbox’s index', async () => {
    const next = world.sandbox.exchanges.length;
    world.sandbox.faults.add({ fault: { kind: 'status', status: 500 }, index: next + 1 });
    await comment();
    expect((await refusal(comment())).status).toBe(500);
    await comment();
    expect(world.sandbox.exchanges[next + 1]).toMatchObject({ status: 500, faulted: true, faults: ['status'] });
  });

  it('by its place among those that match, as often as asked', async () => {
    world.sandbox.faults.add({ fault: { kind: 'status', status: 502 }, nth: 1, times: 2, path });
    const seen: number[] = [];
    for (let turn = 0; turn < 4; turn++) {
      seen.push(
        await comment().then(
          ({ status }) => status,
          ({ status }: { status: number }) => status,
        ),
      );
    }
    expect(seen).toEqual([201, 502, 502, 201]);
  });

  it('by the name of a GraphQL operation', async () => {
    world.sandbox.faults.add({ fault: { kind: 'status', status: 502 }, operation: 'Second' });
    const ask = (name: string) => world.app.graphql(`query ${name} { viewer { login } }`);
    await expect(ask('First')).resolves.toMatchObject({ viewer: { login: expect.stringMatching(/^rollout-gate/) } });
    await expect(ask('Second')).rejects.toMatchObject({ status: 502 });
    expect(world.sandbox.exchanges.at(-1)?.operation).toBe('Second');
  });

  it('until the script is cleared', async () => {
    world.sandbox.faults.add({ fault: { kind: 'status', status: 500 }, times: 99 });
    world.sandbox.faults.clear();
    await expect(comment()).resolves.toMatchObject({ status: 201 });
  });
});

it('a delay holds the answer back, not the sandbox', async () => {
  world.sandbox.faults.add({ fault: { kind: 'delay', milliseconds: 1_000 }, path });
  const order: string[] = [];
  const slow = comment().then(() => order.push('slow'));
  await world.app.rest.issues.get({ ...here, issue_number: 1 });
  order.push('quick');
  await slow;
  expect(order).toEqual(['quick', 'slow']);
});

describe('a lagging replica', () => {
  it('does not know fresh objects: 404, and lists leave them out, until the lag is over', async () => {
    const made = await comment();
    world.sandbox.faults.lag = 10;
    const one = { ...here, comment_id: made.data.id };
    const list = async () => (await world.app.rest.issues.listComments({ ...here, issue_number: 1 })).data.length;
    // the issue itself is as fresh as its comment
    expect((await refusal(world.app.rest.issues.getComment(one))).status).toBe(404);
    clock = new Date(clock.getTime() + 5_000);
    await expect(refusal(world.app.rest.issues.updateComment({ ...one, body: 'y' }))).resolves.toMatchObject({
      status: 404,
    });
    clock = new Date(clock.getTime() + 5_000);
    expect(await list()).toBe(1);
  });

  it('kept as it was shows neither what is new nor what was changed, and writes go on', async () => {
    const made = await comment();
    const one = { ...here, comment_id: made.data.id };
    world.sandbox.faults.replica = keptWorld(world.sandbox.world);
    await world.app.rest.issues.updateComment({ ...one, body: 'changed' });
    const later = await comment();
    const read = async () => (await world.app.rest.issues.getComment(one)).data.body;
    const list = async () => (await world.app.rest.issues.listComments({ ...here, issue_number: 1 })).data.length;
    expect([await read(), await list()]).toEqual([made.data.body, 1]);
    expect((await refusal(world.app.rest.issues.getComment({ ...here, comment_id: later.data.id }))).status).toBe(404);
    world.sandbox.faults.replica = null;
    expect([await read(), await list()]).toEqual(['changed', 2]);
  });

  it('can differ from request to request', async () => {
    const made = await comment();
    const lags = [10, 0];
    world.sandbox.faults.lag = () => lags.shift() ?? 0;
    const read = () => world.app.rest.issues.getComment({ ...here, comment_id: made.data.id });
    expect((await refusal(read())).status).toBe(404);
    await expect(read()).resolves.toMatchObject({ status: 200 });
  });
});

it('the exchange log holds a line for each exchange and each delivery', async () => {
  await world.sandbox.settled();
  const kinds = readFileSync(exchangeLog, 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { kind: string }).kind);
  expect(new Set(kinds)).toEqual(new Set(['exchange', 'delivery']));
});

it('a signed clock: an App whose clock is off is told the sandbox’s date', async () => {
  const answer = await fetch(`${world.sandbox.url}/app`, { headers: { authorization: 'Bearer eyJ.x.y' } });
  expect([answer.status, answer.headers.get('date')]).toEqual([401, 'Tue, 07 Apr 2026 16:00:00 GMT']);
});
