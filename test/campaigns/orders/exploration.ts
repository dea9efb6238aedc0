import { openSandbox } from '../../../src/sandbox/server.ts';
import { seedSample } from '../../../src/sandbox/seed/sample.ts';
import { readSettings, type Settings } from '../../../src/settings/settings.ts';
import { facts as allFacts } from './facts.ts';
import { shownBy, stateOf } from './shown.ts';
import { workerOn } from './worker.ts';
import { copyOf, restore, type WorldCopy } from './world-copy.ts';

export interface Explored {
  /** Orders of deliveries after all has happened, each met: the factorial of the events. */
  readonly orders: bigint;
  /** Those in which deliveries come while things still happen. */
  readonly interleavings: bigint;
  /** Deliveries that were really worked off, each from a state of its own. */
  readonly steps: number;
  readonly states: number;
  /** What people see in the end of the orders after all has happened: one entry = one final state. */
  readonly ends: readonly (readonly string[])[];
  /** The same of all orders, without the word that it was somebody's turn: whether that is said depends on when we looked. */
  readonly interleavedEnds: readonly (readonly string[])[];
}

/** A state of the world that some orders lead to. */
interface Node {
  readonly world: WorldCopy;
  /** Payload of each fact that has happened. */
  readonly payloads: readonly unknown[];
  /** Which of them were delivered. */
  readonly delivered: number;
  /** How many orders lead here; those in which everything happened before anything was delivered. */
  all: bigint;
  late: bigint;
}

const minute = 60_000;
const begin = Date.parse('2026-11-20T12:00:00Z');

/**
 * Plays every order of the deliveries of the first `count` facts, all of them and those that come amid the facts, by
 * walking once from each state that orders lead to: orders that led to the same state go on the same.
 */
export async function explore(count: number): Promise<Explored> {
  const facts = allFacts.slice(0, count);
  let happened = 0;
  const sandbox = await openSandbox({ now: () => new Date(begin + happened * minute) });
  // Ids of what happens are the same in every order; those of what we make never meet them.
  let id = 1_000_000;
  let ownId = 9_000_000;
  let isOurs = false;
  Object.assign(sandbox.world, { nextId: () => (isOurs ? ++ownId : ++id) });
  sandbox.faults.hourlyLimits = { core: 10_000_000, graphql: 10_000_000 };
  const sample = await seedSample(sandbox, { webhookUrl: 'http://127.0.0.1:9/' });
  const settings = settingsFor(sandbox.url, sample.installed);
  const seen: { event: string; payload: unknown }[] = [];
  sandbox.onDelivery((sent) => seen.push(sent));

  const happen = async (node: Node, index: number): Promise<Node> => {
    restore(sandbox.world, node.world);
    happened = index;
    id = 1_000_000 + (index + 1) * 10_000;
    seen.length = 0;
    const fact = facts[index];
    await fact?.happen(sandbox, sample);
    await sandbox.settled();
    const told = seen.find(
      ({ event, payload }) => event === fact?.event && Reflect.get(Object(payload), 'action') === fact.action,
    );
    if (told === undefined) throw new Error(`${fact?.name} told nobody`);
    return { ...node, world: copyOf(sandbox.world), payloads: [...node.payloads, told.payload] };
  };
  let steps = 0;
  const deliver = async (node: Node, index: number): Promise<Node> => {
    restore(sandbox.world, node.world);
    happened = node.payloads.length;
    isOurs = true;
    await workerOn(sandbox, sample, settings)(facts[index]?.event ?? '', node.payloads[index]);
    await sandbox.settled();
    isOurs = false;
    // Nobody looks at them here, and there are tens of thousands.
    (sandbox.exchanges as unknown[]).length = 0;
    steps += 1;
    return { ...node, world: copyOf(sandbox.world), delivered: node.delivered | (1 << index) };
  };

  let level = new Map<string, Node>();
  let states = 0;
  const meet = (nodes: Map<string, Node>, node: Node, all: bigint, late: bigint): void => {
    restore(sandbox.world, node.world);
    const name = `${node.payloads.length} ${node.delivered} ${stateOf(sandbox, sample)}`;
    const known = nodes.get(name);
    if (known === undefined) nodes.set(name, { ...node, all, late });
    else {
      known.all += all;
      known.late += late;
    }
  };
  meet(level, { world: copyOf(sandbox.world), payloads: [], delivered: 0, all: 0n, late: 0n }, 1n, 1n);
  for (let depth = 0; depth < 2 * facts.length; depth += 1) {
    const next = new Map<string, Node>();
    for (const node of level.values()) {
      states += 1;
      if (node.payloads.length < facts.length) {
        meet(next, await happen(node, node.payloads.length), node.all, node.delivered === 0 ? node.late : 0n);
      }
      for (let index = 0; index < node.payloads.length; index += 1) {
        if ((node.delivered & (1 << index)) !== 0) continue;
        const isLate = node.payloads.length === facts.length;
        meet(next, await deliver(node, index), node.all, isLate ? node.late : 0n);
      }
    }
    level = next;
  }
  let orders = 0n;
  let interleavings = 0n;
  const ends: (readonly string[])[] = [];
  const interleavedEnds: (readonly string[])[] = [];
  for (const node of level.values()) {
    restore(sandbox.world, node.world);
    const shown = shownBy(sandbox, sample);
    if (node.late > 0n) ends.push(shown);
    interleavedEnds.push(shown.filter((line) => !line.includes('**Your turn, ')));
    orders += node.late;
    interleavings += node.all;
  }
  await sandbox.close();
  return { orders, interleavings, steps, states, ends: distinct(ends), interleavedEnds: distinct(interleavedEnds) };
}

function distinct(ends: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(ends.map((end) => [JSON.stringify(end), end])).values()];
}

function settingsFor(
  apiUrl: string,
  { app, privateKeyPem, webhookSecret }: Awaited<ReturnType<typeof seedSample>>['installed'],
): Settings {
  const read = readSettings({
    APP_ID: String(app.id),
    PRIVATE_KEY: privateKeyPem,
    WEBHOOK_SECRET: webhookSecret,
    GITHUB_API_URL: apiUrl,
    ROLLOUT_GATE_NOW: new Date(begin + 12 * minute).toISOString(),
  });
  if ('mistakes' in read) throw new Error(read.mistakes.join(' '));
  return read.settings;
}
