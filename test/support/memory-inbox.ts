import {
  type Inbox,
  type KeptDelivery,
  type Lane,
  lanes,
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
  serial: string;
  lane: Lane;
  since: number;
  due: number;
  rest: number;
  tries: number;
  lapses: number;
  fault: string;
  dead: boolean;
  /** What was wished for while it was leased. */
  next: { lane: Lane; due: number } | null;
  lease: { fence: number; until: number } | null;
}

const best = (one: Lane, other: Lane): Lane => (lanes.indexOf(one) < lanes.indexOf(other) ? one : other);

/** An inbox that ends with its process: a second reading of the promises, to test the suite and what works with an inbox. */
export function memoryInbox(): Inbox {
  const deliveries = new Map<string, Kept>();
  const work = new Map<string, Work>();
  const notes = new Map<string, { text: string; at: number }>();
  let fence = 0;
  const held = ({ key, fence: given }: Lease): Work | undefined => {
    const found = work.get(key);
    return found?.lease?.fence === given ? found : undefined;
  };
  const add = (wishes: readonly Wish[], now: number): void => {
    for (const { key, detail, serial = key, lane = 'event', due = now } of wishes) {
      const known = work.get(key);
      if (known === undefined || known.dead) {
        const fresh = { detail, serial, lane, since: now, due, rest: 0, tries: 0, lapses: 0, fault: '', dead: false };
        work.set(key, { ...fresh, next: null, lease: null });
        continue;
      }
      known.detail = detail;
      if (lane === 'command') known.rest = 0;
      const wished = known.lease === null ? known : known.next;
      const both = {
        lane: wished === null ? lane : best(wished.lane, lane),
        due: wished === null ? due : Math.min(wished.due, due),
      };
      if (known.lease === null) Object.assign(known, { serial, ...both });
      else known.next = both;
    }
  };
  const giveBack = (one: Work): void => {
    const { lane, next } = one;
    Object.assign(one, { lease: null, next: null, lane: next === null ? lane : best(lane, next.lane) });
  };
  const isFree = ({ dead, due, rest, lease }: Work, now: number) =>
    !dead && due <= now && rest <= now && (lease === null || lease.until <= now);

  return {
    async insert(delivery, at) {
      const known = deliveries.get(delivery.id);
      if (known !== undefined && known.state !== 'dead') return 'known';
      deliveries.set(delivery.id, { ...delivery, at, state: 'waiting', tries: 0, fault: '' });
      return 'new';
    },
    async seen(ids) {
      return new Set(ids.filter((id) => deliveries.has(id) && deliveries.get(id)?.state !== 'dead'));
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
    async wish(wishes, now) {
      add(wishes, now);
    },
    async take(limit, now, until, last = 'sweep', without = []) {
      for (const one of work.values()) {
        if (one.lease === null || one.lease.until > now) continue;
        const isOver = one.lapses + 1 >= mostLapses;
        const isWished = one.next !== null;
        giveBack(one);
        Object.assign(one, { fault: 'lease_lost', dead: isOver && !isWished });
        one.lapses = isOver && isWished ? 0 : one.lapses + 1;
      }
      const serials = new Set([...work.values()].flatMap(({ lease, serial }) => (lease === null ? [] : [serial])));
      const free = [...work]
        .filter(([key]) => !without.some((owner) => key.includes(` ${owner}/`)))
        .filter(([, one]) => isFree(one, now) && lanes.indexOf(one.lane) <= lanes.indexOf(last))
        .toSorted(([, a], [, b]) => lanes.indexOf(a.lane) - lanes.indexOf(b.lane) || a.since - b.since);
      const leases: Lease[] = [];
      for (const [key, one] of free) {
        if (leases.length >= limit || serials.has(one.serial)) continue;
        serials.add(one.serial);
        fence += 1;
        one.lease = { fence, until };
        const { detail, serial, lane, tries } = one;
        leases.push({ key, detail, serial, lane, due: Math.max(one.due, one.rest), tries, fence });
      }
      return leases;
    },
    async renew(lease, until) {
      const one = held(lease);
      if (one?.lease) one.lease.until = until;
      return one !== undefined;
    },
    async done(lease, follow, now, kept = []) {
      const one = held(lease);
      if (one === undefined) return false;
      if (one.next === null) work.delete(lease.key);
      else Object.assign(one, { lease: null, tries: 0, lapses: 0, rest: 0, since: now, ...one.next, next: null });
      add(follow, now);
      for (const { name, text } of kept) notes.set(name, { text, at: now });
      return true;
    },
    async failed(lease, fault, due) {
      const one = held(lease);
      if (one === undefined) return;
      const isOver = one.tries + 1 >= mostTries;
      const { next } = one;
      giveBack(one);
      Object.assign(one, { fault, rest: next?.lane === 'command' ? 0 : due, dead: isOver && next === null });
      one.tries = isOver && next !== null ? 0 : one.tries + 1;
    },
    async release(lease, due = 0) {
      const one = held(lease);
      if (one === undefined) return;
      one.rest = one.next?.lane === 'command' ? 0 : Math.max(one.rest, due);
      giveBack(one);
    },
    async counts(now) {
      const waiting = [...deliveries.values()].filter(({ state }) => state === 'waiting');
      const all = [...work.values()];
      const free = all.filter((one) => isFree(one, now));
      const oldestOf = (works: typeof all): number | null => {
        const ages = works.map(({ since, due, rest }) => Math.max(since, due, rest));
        const least = Math.min(...waiting.map(({ at }) => at), ...ages);
        return least === Infinity ? null : least;
      };
      return {
        deliveries: waiting.length,
        work: all.filter(({ dead }) => !dead).length,
        leased: all.filter(({ dead, lease }) => !dead && lease !== null && lease.until > now).length,
        dead: all.filter(({ dead }) => dead).length + [...deliveries.values()].filter((d) => d.state === 'dead').length,
        oldest: oldestOf(free),
        awaited: oldestOf(free.filter(({ lane }) => lane !== 'sweep')),
      };
    },
    async deadLetters() {
      const dead = [...work].filter(([, one]) => one.dead).map(([name, { tries, fault }]) => ({ name, tries, fault }));
      const lost = [...deliveries.values()].filter(({ state }) => state === 'dead');
      return [...dead, ...lost.map(({ id, tries, fault }) => ({ name: `delivery ${id}`, tries, fault }))];
    },
    async givenUp(after, limit) {
      const dead = [...work].filter(([key, one]) => one.dead && key > after).toSorted(([a], [b]) => (a < b ? -1 : 1));
      return dead.slice(0, limit).map(([key, { detail, fault }]) => ({ key, detail, fault }));
    },
    async retry(works, now) {
      for (const { key, detail } of works) {
        const one = work.get(key);
        if (one?.dead !== true) continue;
        const lane = one.lane === 'command' ? 'command' : 'sweep';
        Object.assign(one, {
          detail,
          dead: false,
          tries: mostTries - 1,
          lapses: 0,
          rest: 0,
          since: now,
          due: now,
          lane,
        });
      }
    },
    async forget(before, most) {
      const done = [...deliveries.values()].filter(({ state }) => state === 'done');
      const gone = done.filter(({ at }, index) => at < before || index < done.length - most);
      for (const { id } of gone) deliveries.delete(id);
      return gone.length;
    },
    async note(name) {
      return notes.get(name)?.text ?? null;
    },
    async bothNotes(one, other) {
      return [notes.get(one)?.text ?? null, notes.get(other)?.text ?? null];
    },
    async keepNote(name, text, at) {
      notes.set(name, { text, at });
    },
    async notesOf(prefix, since) {
      const found = [...notes].filter(([name, { at }]) => name.startsWith(prefix) && at >= since);
      return found.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, { text }]) => text);
    },
    async forgetNotes(before) {
      const old = [...notes].filter(([, { at }]) => at < before);
      for (const [name] of old) notes.delete(name);
      return old.length;
    },
    probe: async () => undefined,
    close: () => undefined,
  };
}
