import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryFault } from '../../../src/sandbox/webhooks/delivery-plan.ts';
import { here, type OpenWorld, openWorld, refusal } from '../open-world.ts';

let world: OpenWorld;
let time: Date;
beforeEach(async () => {
  time = new Date('2026-03-02T10:00:00Z');
  world = await openWorld({ now: () => time });
  await world.sandbox.settled();
});
afterEach(() => world.close());

const jwt = () => world.as(world.sandbox.appToken(world.installed));
const log = async (status?: 'success' | 'failure') =>
  (await jwt().request('GET /app/hook/deliveries', { per_page: 100, ...(status === undefined ? {} : { status }) }))
    .data;
const pushes = () => world.hooks.filter((hook) => hook.headers['x-github-event'] === 'push');
const push = async (branch: string): Promise<void> => {
  await world.sandbox.push(world.repository, branch, { pusher: world.people.bob, files: { 'x.md': `${branch}\n` } });
};
const faulty = (fault: DeliveryFault): void => world.sandbox.deliveryFaults.add({ fault, event: 'push' });

describe('a delivery that', () => {
  it('was dropped is neither received nor in the log', async () => {
    faulty({ kind: 'drop' });
    await push('one');
    await push('two');
    await world.sandbox.settled();
    expect(pushes().map((hook) => hook.payload['ref'])).toEqual(['refs/heads/two']);
    expect((await log()).filter((one) => one.event === 'push')).toHaveLength(1);
  });

  it('failed is in the log and is sent again under its GUID with a new id', async () => {
    faulty({ kind: 'fail', statusCode: 503 });
    await push('one');
    await world.sandbox.settled();
    expect(pushes()).toEqual([]);
    const [failed, ...others] = await log('failure');
    expect(others).toEqual([]);
    expect(failed).toMatchObject({
      event: 'push',
      status_code: 503,
      redelivery: false,
      repository_id: world.repository.id,
    });
    const again = await jwt().request('POST /app/hook/deliveries/{delivery_id}/attempts', {
      delivery_id: Number(failed?.id),
    });
    expect(again.status).toBe(202);
    await world.sandbox.settled();
    expect(pushes().map((hook) => hook.headers['x-github-delivery'])).toEqual([failed?.guid]);
    const attempts = (await log()).filter((one) => one.guid === failed?.guid);
    expect(attempts.map((one) => [one.redelivery, one.status_code])).toEqual([
      [true, 202],
      [false, 503],
    ]);
    expect(new Set(attempts.map((one) => one.id)).size).toBe(2);
  });

  it('is held comes when it is released, the other way round if so wished', async () => {
    world.sandbox.deliveryFaults.add({ fault: { kind: 'hold' }, event: 'push', times: 2 });
    for (const branch of ['one', 'two', 'three']) await push(branch);
    await world.sandbox.settled();
    expect(pushes().map((hook) => hook.payload['ref'])).toEqual(['refs/heads/three']);
    world.sandbox.releaseDeliveries('backward');
    await world.sandbox.settled();
    const refs = pushes().map((hook) => hook.payload['ref']);
    expect(refs).toEqual(['refs/heads/three', 'refs/heads/two', 'refs/heads/one']);
  });

  it.each<[DeliveryFault, string[]]>([
    [{ kind: 'duplicate' }, ['one', 'one', 'two']],
    [{ kind: 'delay', milliseconds: 30 }, ['two', 'one']],
  ])('is scripted %o', async (fault, branches) => {
    faulty(fault);
    await push('one');
    await push('two');
    await world.sandbox.settled();
    const seen = pushes().map((hook) => String(hook.payload['ref']).slice('refs/heads/'.length));
    expect(fault.kind === 'duplicate' ? seen.sort((a, b) => a.localeCompare(b)) : seen).toEqual(branches);
  });

  it('is reordered comes after the next one, and at last all the same', async () => {
    const before = world.hooks.length;
    faulty({ kind: 'reorder' });
    await push('one');
    await world.sandbox.settled();
    const events = world.hooks.slice(before).map((hook) => hook.headers['x-github-event']);
    expect(events).toEqual(['check_suite', 'push']);
    world.sandbox.deliveryFaults.add({ fault: { kind: 'reorder' }, event: 'check_suite' });
    await push('two');
    await world.sandbox.settled();
    expect(world.hooks.slice(before + 2)).toHaveLength(2);
  });
});

describe('the log', () => {
  it('goes back three days', async () => {
    await push('one');
    await world.sandbox.settled();
    const [old] = await log();
    time = new Date('2026-03-05T10:00:01Z');
    expect(await log()).toEqual([]);
    world.provoke((_, path) => path.endsWith('/attempts'));
    const late = jwt().request('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: Number(old?.id) });
    expect((await refusal(late)).status).toBe(404);
  });

  it("is for the App's own token, and answers 304 to whoever knows it", async () => {
    world.provoke(() => true);
    expect((await refusal(world.app.request('GET /app/hook/deliveries'))).status).toBe(403);
    const app = jwt();
    const { headers } = await app.request('GET /app/hook/deliveries');
    const again = app.request('GET /app/hook/deliveries', { headers: { 'if-none-match': headers.etag } });
    expect((await refusal(again)).status).toBe(304);
  });
});

describe('an hourly budget', () => {
  it('is shared by all tokens of an installation, told on each answer, and ends with the hour', async () => {
    const { sandbox, installed } = world;
    sandbox.faults.hourlyLimits = { core: 3 };
    world.provoke(() => true);
    const ask = () =>
      world.as(sandbox.installationToken(installed.installation)).request('GET /repos/{owner}/{repo}', here);
    const left: unknown[] = [];
    for (let count = 0; count < 3; count++) left.push((await ask()).headers['x-ratelimit-remaining']);
    expect(left).toEqual(['2', '1', '0']);
    const refused = await refusal(ask());
    expect([refused.status, refused.message]).toEqual([403, 'API rate limit exceeded for installation.']);
    expect(sandbox.exchanges.at(-1)?.responseHeaders).toMatchObject({
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Date.parse('2026-03-02T11:00:00Z') / 1000),
    });
    time = new Date('2026-03-02T11:00:01Z');
    expect((await ask()).headers['x-ratelimit-remaining']).toBe('2');
  });

  it('is told by refused answers too', async () => {
    world.provoke(() => true);
    world.sandbox.faults.add({ fault: { kind: 'limit', status: 403, limit: 'secondary' } });
    expect((await refusal(world.app.request('GET /repos/{owner}/{repo}', here))).status).toBe(403);
    expect(world.sandbox.exchanges.at(-1)?.responseHeaders).toMatchObject({ 'x-ratelimit-remaining': '4999' });
  });

  it('is not touched by an answer 304', async () => {
    world.provoke(() => true);
    const first = await world.app.request('GET /repos/{owner}/{repo}/pulls', here);
    const again = world.app.request('GET /repos/{owner}/{repo}/pulls', {
      ...here,
      headers: { 'if-none-match': first.headers.etag },
    });
    expect((await refusal(again)).status).toBe(304);
    expect(world.sandbox.exchanges.at(-1)?.responseHeaders['x-ratelimit-used']).toBe(first.headers['x-ratelimit-used']);
  });
});
