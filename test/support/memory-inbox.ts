import {
  type Inbox,
  type KeptDelivery,
  type Lease,
  mostLapses,
  mostTries,
  type Wish,
} from '../../src/reconcile/ports/inbox.ts';

interface Kept extends KeptDelivery {
  readonly at: number;
  state: 'waiting' | 'done' | 'dead';
  tries: number;
  fault: string;
}

interface Work {
  detail: string;
  since: number;
  due: number;
  tries: number;
  lapses: number;
  fault: string;
  dead: boolean;
  wishedAgain: boolean;
  lease: { fence: number; until: number } | null;
}

/** An inbox that ends with its process: a second reading of the promises, to test the suite and what works with an inbox. */
export function memoryInbox(): Inbox {
  const deliveries = new Map<string, Kept>();
  const work = new Map<string, Work>();
  let fence = 0;
  const held = ({ key, fence: given }: Lease): Work | undefined => {
    const found = work.get(key);
    return found?.lease?.fence === given ? found : undefined;
  };
  const add = (wishes: readonly Wish[], now: number): void => {
    for (const { key, detail } of wishes) {
      const known = work.get(key);
      if (known !== undefined && !known.dead) Object.assign(known, { detail, wishedAgain: true });
      else {
        const fresh = { detail, since: now, due: now, tries: 0, lapses: 0, fault: '', dead: false };
        work.set(key, { ...fresh, wishedAgain: false, lease: null });
      }
    }
  };
  const isFree = ({ dead, due, lease }: Work, now: number) =>
    !dead && due <= now && (lease === null || lease.until <= now);

  return {
    async insert(delivery, at) {
      if (deliveries.has(delivery.id)) return 'known';
      deliveries.set(delivery.id, { ...delivery, at, state: 'waiting', tries: 0, fault: '' });
      return 'new';
    },
    async waiting(limit) {
      return [...deliveries.values()]
        .filter(({ state }) => state === 'waiting')
        .slice(0, limit)
        .map(({ id, event, body }) => ({ id, event, body }));
    },
    async routed(id, wishes, now) {
      const delivery = deliveries.get(id);
      if (delivery?.state !== 'waiting') return;
      delivery.state = 'done';
      add(wishes, now);
    },
    async unroutable(id, fault) {
      const delivery = deliveries.get(id);
      if (delivery?.state !== 'waiting') return;
      delivery.tries += 1;
      delivery.fault = fault;
      if (delivery.tries >= mostTries) delivery.state = 'dead';
    },
    async take(limit, now, until) {
      for (const one of work.values()) {
        if (one.lease === null || one.lease.until > now) continue;
        one.lapses += 1;
        Object.assign(one, { lease: null, fault: 'lease_lost', dead: one.lapses >= mostLapses });
      }
      const free = [...work].filter(([, one]) => isFree(one, now)).toSorted(([, a], [, b]) => a.since - b.since);
      return free.slice(0, limit).map(([key, one]) => {
        fence += 1;
        Object.assign(one, { lease: { fence, until }, wishedAgain: false });
        return { key, detail: one.detail, tries: one.tries, fence };
      });
    },
    async renew(lease, until) {
      const one = held(lease);
      if (one?.lease) one.lease.until = until;
      return one !== undefined;
    },
    async done(lease, follow, now) {
      const one = held(lease);
      if (one === undefined) return false;
      if (!one.wishedAgain) work.delete(lease.key);
      else Object.assign(one, { lease: null, tries: 0, lapses: 0, since: now });
      add(follow, now);
      return true;
    },
    async failed(lease, fault, due) {
      const one = held(lease);
      if (one === undefined) return;
      one.tries += 1;
      Object.assign(one, { lease: null, fault, due, dead: one.tries >= mostTries });
    },
    async release(lease) {
      const one = held(lease);
      if (one !== undefined) one.lease = null;
    },
    async counts(now) {
      const waiting = [...deliveries.values()].filter(({ state }) => state === 'waiting');
      const all = [...work.values()];
      const ages = [...waiting.map(({ at }) => at), ...all.filter((one) => isFree(one, now)).map(({ since }) => since)];
      return {
        deliveries: waiting.length,
        work: all.filter(({ dead }) => !dead).length,
        leased: all.filter(({ dead, lease }) => !dead && lease !== null && lease.until > now).length,
        dead: all.filter(({ dead }) => dead).length + [...deliveries.values()].filter((d) => d.state === 'dead').length,
        oldest: ages.length === 0 ? null : Math.min(...ages),
      };
    },
    async deadLetters() {
      const dead = [...work].filter(([, one]) => one.dead).map(([name, { tries, fault }]) => ({ name, tries, fault }));
      const lost = [...deliveries.values()].filter(({ state }) => state === 'dead');
      return [...dead, ...lost.map(({ id, tries, fault }) => ({ name: `delivery ${id}`, tries, fault }))];
    },
    async forget(before, most) {
      const done = [...deliveries.values()].filter(({ state }) => state === 'done');
      const gone = done.filter(({ at }, index) => at < before || index < done.length - most);
      for (const { id } of gone) deliveries.delete(id);
      return gone.length;
    },
    probe: async () => undefined,
    close: () => undefined,
  };
}
