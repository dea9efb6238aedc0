import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Exchanged } from '../../adapters/github/transport/http-transport.ts';
import { doctor, faultCodes, reasonCodes } from '../../generated/codes.ts';
import type { Decision } from '../../generated/types.ts';
import type { InboxCounts } from '../../reconcile/ports/inbox.ts';
import { type Counts, counts } from './counts.ts';
import { type Distribution, distribution } from './distribution.ts';
import { inboxGauges } from './inbox-gauges.ts';
import { answerLabel, bounded, eventLabel, outcomeLabel, remainingRequests } from './label.ts';
import { lowestAt, noLowest, withValue } from './lowest.ts';

/** What the parts of the App tell of themselves. No label holds a name of a repository or a person, or anything secret. */
export interface Metrics {
  /** A delivery was answered. */
  readonly delivered: (event: string, status: number) => void;
  /** A delivery whose GUID was seen before. */
  readonly repeated: (event: string) => void;
  /** A pull request was judged; null = it has no policy. */
  readonly judged: (decision: Decision | null, seconds: number) => void;
  readonly failed: (fault: string) => void;
  /** The gate is not enforced somewhere, as doctor would say it. */
  readonly drifted: (code: string) => void;
  /** A sweep found so many of a kind that no delivery had told of. */
  readonly swept: (kind: SweptKind, count: number) => void;
  /** GitHub answered, or didn't. */
  readonly exchanged: (seen: Exchanged) => void;
  /** A piece of work that was due so long ago was taken up. */
  readonly leased: (seconds: number) => void;
  /** All of it in Prometheus' text form. */
  readonly text: () => Promise<string>;
}

export type SweptKind = 'delivery' | 'pull_request' | 'merge_group' | 'command';

/** What is asked when the metrics are read. */
export interface MetricSources {
  /** Rejects while the store can't be read. */
  readonly inbox: () => Promise<InboxCounts>;
  /** Writes to GitHub that wait for their turn. */
  readonly queuedWrites: () => number;
}

const doctorCodes = new Set(Object.keys(doctor));
const knownFaults = new Set<string>(faultCodes);
const knownReasons = new Set<string>(reasonCodes);
const verdicts = new Set(['go', 'wait', 'block', 'none']);
const seconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
const budget = [0, 10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 15_000];

export function openMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, ...labels: readonly [string, string?]): Counts =>
    counts(registry, { name: `rollout_gate_${name}`, help, labels });
  const histogram = (
    name: string,
    help: string,
    buckets: readonly number[],
    ...[label]: readonly [string?]
  ): Distribution =>
    distribution(registry, { name: `rollout_gate_${name}`, help, buckets, ...(label === undefined ? {} : { label }) });

  const deliveries = counter('deliveries_total', 'Deliveries by what was answered.', 'event', 'outcome');
  const repeats = counter('deliveries_repeated_total', 'Accepted deliveries whose GUID was known.', 'event');
  const decisions = counter('decisions_total', 'Judgements of pull requests.', 'verdict');
  const reasons = counter('decision_reasons_total', 'Reasons of judgements.', 'verdict', 'reason');
  const faults = counter('faults_total', 'Work that failed, by the fault.', 'fault');
  const drifts = counter('drift_total', 'Findings of the audit of rules, by code.', 'code');
  const swept = counter('swept_total', 'What sweeps found that no delivery had told of.', 'kind');
  const requests = counter('github_requests_total', 'Requests to GitHub by the kind of answer.', 'kind', 'answer');
  const judgements = histogram('judgement_seconds', 'Reading, deciding and writing of one judgement.', seconds);
  const exchanges = histogram('github_request_seconds', 'Time to GitHub’s whole answer.', seconds, 'kind');
  const remaining = histogram(
    'github_remaining_requests',
    'Requests left to an installation, as each answer says.',
    budget,
  );
  const waits = histogram('lease_wait_seconds', 'From when work was due until it was taken up.', seconds);
  const queued = new Gauge({ name: 'rollout_gate_write_queue', help: 'Writes that wait for their turn.', registers });
  let lowest = noLowest;
  const least = new Gauge({
    name: 'rollout_gate_github_remaining_requests_min',
    help: 'Least number of requests left to any installation in the last 5 to 10 minutes.',
    registers,
    collect: () => {
      const value = lowestAt(lowest, Date.now());
      if (value === null) least.remove();
      else least.set(value);
    },
  });
  least.remove();
  const readInbox = inboxGauges(registry, sources.inbox);
  return {
    delivered: (event, status) => deliveries.add(eventLabel(event), outcomeLabel(status)),
    repeated: (event) => repeats.add(eventLabel(event)),
    judged: (decision, taken) => {
      const verdict = bounded(decision?.verdict ?? 'none', verdicts);
      decisions.add(verdict);
      for (const { code } of decision?.reasons ?? []) reasons.add(verdict, bounded(code, knownReasons));
      judgements.observe(taken);
    },
    failed: (fault) => faults.add(bounded(fault, knownFaults)),
    drifted: (code) => drifts.add(bounded(code, doctorCodes)),
    swept: (kind, count) => swept.add(kind, '', count),
    exchanged: ({ kind, status, headers, seconds: taken }) => {
      requests.add(kind, answerLabel(status, headers));
      exchanges.observe(taken, kind);
      const left = remainingRequests(headers);
      if (left === null) return;
      remaining.observe(left);
      lowest = withValue(lowest, left, Date.now());
    },
    leased: (waited) => waits.observe(Math.max(0, waited)),
    text: async () => {
      await readInbox();
      queued.set(sources.queuedWrites());
      return registry.metrics();
    },
  };
}
