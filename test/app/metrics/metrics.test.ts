import { describe, expect, it } from 'vitest';
import type { Exchanged } from '../../../src/adapters/github/transport/http-transport.ts';
import { answerLabel, eventLabel, outcomeLabel, remainingRequests } from '../../../src/app/metrics/label.ts';
import { lowestAt, noLowest, withValue } from '../../../src/app/metrics/lowest.ts';
import { type Metrics, openMetrics } from '../../../src/app/metrics/metrics.ts';
import type { Decision } from '../../../src/generated/types.ts';

const counts = { deliveries: 3, work: 5, leased: 2, dead: 1, oldest: Date.now() - 90_000, awaited: null };
const opened = (inbox = async () => counts): Metrics => openMetrics({ inbox, queuedWrites: () => 4 });

/** The value of a series, by its name with labels. */
async function value(metrics: Metrics, series: string): Promise<number | null> {
  const line = (await metrics.text()).split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? null : Number(line.slice(series.length + 1));
}

const exchanged = (change: Partial<Exchanged> = {}): Exchanged => ({
  kind: 'graphql_read',
  status: 200,
  headers: { 'x-ratelimit-remaining': '4321' },
  seconds: 0.2,
  ...change,
});

describe('labels', () => {
  it.each([
    ['pull_request', 'pull_request'],
    ['installation', 'installation'],
    ['acme_secret_project', 'other'],
    ['', 'other'],
    ['constructor', 'other'],
  ])('the event %s is %s', (event, label) => expect(eventLabel(event)).toBe(label));

  it.each([
    [202, 'accepted'],
    [401, 'unsigned'],
    [413, 'too_large'],
    [400, 'malformed'],
    [503, 'unavailable'],
    [500, 'other'],
  ])('a delivery answered by %d is %s', (status, label) => expect(outcomeLabel(status)).toBe(label));

  it.each<[number | null, Record<string, string>, string]>([
    [200, {}, '2xx'],
    [304, {}, '304'],
    [302, {}, '3xx'],
    [404, {}, '4xx'],
    [502, {}, '5xx'],
    [429, {}, 'limited'],
    [403, {}, '4xx'],
    [403, { 'retry-after': '60' }, 'limited'],
    [403, { 'x-ratelimit-remaining': '0' }, 'limited'],
    [null, {}, 'none'],
    [999, {}, 'other'],
  ])('an answer of %s with %j is %s', (status, headers, label) => expect(answerLabel(status, headers)).toBe(label));

  it.each<[Record<string, string>, number | null]>([
    [{ 'x-ratelimit-remaining': '12' }, 12],
    [{ 'x-ratelimit-remaining': '' }, null],
    [{ 'x-ratelimit-remaining': '-1' }, null],
    [{ 'x-ratelimit-remaining': 'many' }, null],
    [{}, null],
  ])('%j leave %s requests', (headers, left) => expect(remainingRequests(headers)).toBe(left));
});

describe('the least of the last minutes', () => {
  const at = (minutes: number) => minutes * 60_000;

  it('is kept over the next window and then forgotten', () => {
    const seen = withValue(withValue(withValue(noLowest, 50, at(1)), 20, at(2)), 40, at(3));
    expect([at(4), at(6), at(9), at(10), at(20)].map((time) => lowestAt(seen, time))).toEqual([20, 20, 20, null, null]);
    expect(lowestAt(withValue(seen, 30, at(7)), at(11))).toBe(30);
    expect(lowestAt(noLowest, at(1))).toBeNull();
  });
});

describe('the metrics', () => {
  it('count deliveries, decisions, faults and requests', async () => {
    const metrics = opened();
    metrics.delivered('pull_request', 202);
    metrics.delivered('made_up', 401);
    metrics.repeated('push');
    const reasons = [{ code: 'review_missing' }, { code: 'no_such_reason' }];
    metrics.judged({ verdict: 'wait', reasons } as unknown as Decision, 0.3);
    metrics.judged(null, 0.1);
    metrics.failed('github_unreachable');
    metrics.exchanged(exchanged());
    metrics.exchanged(exchanged({ kind: 'rest_write', status: null, headers: {} }));
    metrics.exchanged(exchanged({ headers: { 'x-ratelimit-remaining': '17' } }));
    metrics.leased(0.5);
    const series: readonly (readonly [string, number])[] = [
      ['rollout_gate_deliveries_total{event="pull_request",outcome="accepted"}', 1],
      ['rollout_gate_deliveries_total{event="other",outcome="unsigned"}', 1],
      ['rollout_gate_deliveries_repeated_total{event="push"}', 1],
      ['rollout_gate_decisions_total{verdict="wait"}', 1],
      ['rollout_gate_decisions_total{verdict="none"}', 1],
      ['rollout_gate_decision_reasons_total{verdict="wait",reason="review_missing"}', 1],
      ['rollout_gate_decision_reasons_total{verdict="wait",reason="other"}', 1],
      ['rollout_gate_judgement_seconds_count', 2],
      ['rollout_gate_faults_total{fault="github_unreachable"}', 1],
      ['rollout_gate_github_requests_total{kind="graphql_read",answer="2xx"}', 2],
      ['rollout_gate_github_requests_total{kind="rest_write",answer="none"}', 1],
      ['rollout_gate_github_remaining_requests_count', 2],
      ['rollout_gate_github_remaining_requests_min', 17],
      ['rollout_gate_lease_wait_seconds_count', 1],
      ['rollout_gate_write_queue', 4],
      ['rollout_gate_inbox_deliveries', 3],
      ['rollout_gate_inbox_work', 5],
      ['rollout_gate_inbox_leased', 2],
      ['rollout_gate_inbox_dead_letters', 1],
      ['rollout_gate_store_up', 1],
    ];
    for (const [name, expected] of series) expect(await value(metrics, name), name).toBe(expected);
    expect(await value(metrics, 'rollout_gate_inbox_oldest_seconds')).toBeGreaterThanOrEqual(90);
    expect(await value(metrics, 'process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  it('make no new series of what comes from outside', async () => {
    const metrics = opened();
    const lines = async () => (await metrics.text()).split('\n').length;
    metrics.delivered('made_up', 202);
    metrics.failed('made_up');
    const before = await lines();
    for (let index = 0; index < 500; index += 1) {
      metrics.delivered(`made_up_${index}`, 202);
      metrics.failed(`fault_${index}`);
    }
    expect(await lines()).toBe(before);
  });

  it('leave the inbox out while the store is down, and say so', async () => {
    let isDown = false;
    const metrics = opened(async () => {
      if (isDown) throw new Error('down');
      return counts;
    });
    expect(await value(metrics, 'rollout_gate_inbox_work')).toBe(5);
    isDown = true;
    expect(await value(metrics, 'rollout_gate_inbox_work')).toBeNull();
    expect(await value(metrics, 'rollout_gate_store_up')).toBe(0);
    isDown = false;
    expect(await value(metrics, 'rollout_gate_inbox_work')).toBe(5);
  });

  it('say nothing of what is left before GitHub said so', async () => {
    expect(await value(opened(), 'rollout_gate_github_remaining_requests_min')).toBeNull();
  });
});
