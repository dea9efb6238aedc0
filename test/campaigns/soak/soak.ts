import { Fault } from '../../../src/adapters/fault.ts';
import type { Transport } from '../../../src/adapters/github/transport/transport.ts';
import { openInbox } from '../../../src/adapters/store/sqlite-inbox.ts';
import { inboxWork } from '../../../src/app/inbox-work.ts';
import { placeOf, wishOf } from '../../../src/reconcile/task.ts';
import { keysOf } from '../../../src/core/route/event.ts';
import { answering } from '../../bench/server/answering.ts';
import { recording } from '../../bench/server/recording.ts';
import { chance, eventOf, ownApp } from './events.ts';
import { judgements } from './judgements.ts';

export interface SoakOptions {
  readonly seed: number;
  readonly events: number;
  readonly store: string;
  /** Called after each tenth of the events, when all of it is worked off. */
  readonly onTenth: () => Promise<void>;
}

export interface SoakReport {
  readonly works: number;
  readonly judgements: number;
  readonly failures: number;
  readonly left: number;
  readonly dead: number;
  readonly stuck: number;
  readonly overlaps: number;
}

/** Deliveries that are handed in together, and how many may wait. */
const [batch, mostWaiting] = [250, 1_000] as const;
/** One piece of work in so many is a full judgement; one in so many fails at its first try. */
const [judgeOne, failOne] = [12, 2_000] as const;

/**
 * Events a second by the clock of what is remembered: as in a burst. By the machine's clock a fast machine were done before what is
 * remembered for half a minute was forgotten more than once, and the rise up to there would look like a trend.
 */
const perSecond = 300;

/** Events through the real routes, the real inbox on a file and the real worker; GitHub is a recording in this process. */
export async function soak({ seed, events, store, onTenth }: SoakOptions): Promise<SoakReport> {
  const below = chance(seed);
  const inbox = openInbox(store);
  const recorded = await recording();
  const answer = answering(recorded);
  const github: Transport = {
    graphql: async (query, variables) => {
      const text = answer({ query, variables }, () => undefined);
      if (text === null)
        throw new Fault('github_answer_unexpected', { message: `not recorded: ${query.slice(0, 80)}` });
      return { data: (JSON.parse(text) as { readonly data: unknown }).data, errors: [] };
    },
    rest: async ({ path }) => {
      throw new Fault('github_answer_unexpected', { message: `not recorded: ${path}` });
    },
  };
  const [wanted, done, busy] = [new Map<string, number>(), new Map<string, number>(), new Set<string>()];
  let [works, judged, failures, overlaps, sequence] = [0, 0, 0, 0, 0];
  const judge = judgements(github, recorded.appId, () => (sequence / perSecond) * 1_000);
  let problem: Error | null = null;
  const worker = inboxWork({
    inbox,
    route: async ({ event, body }) => {
      const payload = JSON.parse(new TextDecoder().decode(body)) as unknown;
      const place = placeOf(payload);
      return place === null ? [] : keysOf(event, payload, ownApp).map((key) => wishOf({ key, place }));
    },
    work: async ({ detail, tries }) => {
      const { key } = JSON.parse(detail) as { key: { kind: string; owner: string; repo: string; number: number } };
      if (key.kind !== 'pull_request') return [];
      const name = `${key.owner}/${key.repo}#${key.number}`;
      if (busy.has(name)) overlaps += 1;
      busy.add(name);
      const at = wanted.get(name) ?? 0;
      works += 1;
      try {
        if (tries === 0 && below(failOne) === 0) {
          failures += 1;
          throw new Fault('github_server_error', { message: 'made on purpose' });
        }
        if (works % judgeOne === 0) {
          judged += 1;
          await judge({ owner: key.owner, repo: key.repo, number: key.number });
        } else await new Promise(setImmediate);
        done.set(name, at);
        return [];
      } finally {
        busy.delete(name);
      }
    },
    onFault: (fault) => {
      if (fault.message !== 'made on purpose') problem ??= fault;
    },
  });
  const drained = async (most: number, longest: number): Promise<number> => {
    const until = Date.now() + longest;
    for (;;) {
      const { deliveries, work } = await inbox.counts(Date.now());
      if (deliveries + work <= most || Date.now() > until) return deliveries + work;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  for (let from = 0; from < events; from += batch) {
    const inserts = Array.from({ length: Math.min(batch, events - from) }, async () => {
      const { event, payload, about } = eventOf(below);
      sequence += 1;
      const id = `soak-${sequence}`;
      await worker.receive({ id, event, body: Buffer.from(JSON.stringify(payload)) });
      if (about !== null) wanted.set(about, sequence);
    });
    await Promise.all(inserts);
    await drained(mostWaiting, 60_000);
    if (from % (batch * 40) === 0) await inbox.forget(0, 10_000);
    if (Math.floor(((from + batch) * 10) / events) > Math.floor((from * 10) / events)) {
      await drained(100, 60_000);
      await onTenth();
    }
    if (problem !== null) throw problem as Error;
  }
  const left = await drained(0, 120_000);
  const { dead } = await inbox.counts(Date.now());
  await worker.stop(5_000);
  inbox.close();
  const stuck = [...wanted].filter(([name, at]) => (done.get(name) ?? 0) < at).length;
  return { works, judgements: judged, failures, left, dead, stuck, overlaps };
}
