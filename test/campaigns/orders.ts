import { explore } from './orders/exploration.ts';

/**
 * All 40,320 orders in which the deliveries of an eight-event change can come, and all orders in which they come while
 * things still happen, end in one state (github-facts F3). Orders that lead to the same state are followed together, so
 * that every one of them is covered and none is sampled.
 */
const count = Number(process.env['ORDERS_EVENTS'] ?? 8);
const started = Date.now();
const { orders, interleavings, steps, states, ends, interleavedEnds } = await explore(count);
console.log(
  `${orders} orders of ${count} events, and ${interleavings} with things still happening: ${states} states, ` +
    `${steps} deliveries worked off, ${ends.length} and ${interleavedEnds.length} final states, ` +
    `${Math.round((Date.now() - started) / 1_000)} s`,
);
const factorial = Array.from({ length: count }, (_, index) => BigInt(index + 1)).reduce((a, b) => a * b, 1n);
const isOne = ends.length === 1 && interleavedEnds.length === 1;
if (!isOne) for (const end of [...ends, ...interleavedEnds].slice(0, 4)) console.error(end.join('\n'), '\n');
process.exitCode = isOne && orders === factorial ? 0 : 1;
