import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { openJudgingWorld } from '../support/judging.ts';
import { ticketPriority } from '../support/scenes.ts';
import { diceOf } from './approvals/history.ts';
import { act } from './chaos/acts.ts';
import { openFront } from './chaos/front.ts';
import { wrongsOf } from './chaos/wrongs.ts';
import { answering, freePort, isIdle, pause, spawnApp } from './crashes/app-process.ts';

/**
 * Two Apps on one store are killed at random, again and again, while a busy repository goes on. In the end every delivery
 * that was acknowledged has had its effect, nothing was written twice, and no command is lost or done twice
 * (github-facts F7, F25; kill -9 is the tested path, 5.9).
 */
const seed = Number(process.env['SEED'] ?? 1);
const seconds = Number(process.env['CHAOS_SECONDS'] ?? 90);
const dice = diceOf(seed);

const world = await openJudgingWorld();
const folder = mkdtempSync(join(tmpdir(), 'rollout-gate-chaos-'));
const store = join(folder, 'store.sqlite');
const ports = [await freePort(), await freePort()] as const;
const front = await openFront(ports, dice);
world.sandbox.setWebhookUrl(world.installed.app, front.url);

const children = new Map<number, ChildProcess>();
const start = async (port: number): Promise<void> => {
  const child = spawnApp(world, world.sandbox.url, port, store);
  children.set(port, child);
  await answering(child, port);
};
const kill = async (port: number): Promise<void> => {
  const child = children.get(port);
  if (child === undefined) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};
for (const port of ports) await start(port);

const pulls: PullRequest[] = [];
for (let index = 0; index < 8; index += 1)
  pulls.push(await world.open(`busy-${index}`, ticketPriority(`busy-${index}`)));

const end = Date.now() + seconds * 1_000;
let kills = 0;
let turns = 0;
const killing = async (port: number): Promise<void> => {
  while (Date.now() < end) {
    await pause(300 + dice(3_000));
    await kill(port);
    kills += 1;
    await start(port);
  }
};
const busy = async (): Promise<void> => {
  while (Date.now() < end) {
    turns += 1;
    await act(world, pulls[dice(pulls.length)] as PullRequest, dice, turns);
    await pause(dice(250));
  }
};
await Promise.all([busy(), ...ports.map(killing)]);

/** As somebody who presses Redeliver on each failed delivery. */
async function redeliver(): Promise<void> {
  for (const { guid, requestHeaders, requestBody } of world.sandbox.world.deliveries.values()) {
    if (front.acknowledged.has(guid)) continue;
    await fetch(front.url, { method: 'POST', headers: requestHeaders, body: requestBody }).catch(() => null);
  }
}
/** What storms keep back comes within half a minute, and what GitHub's limits left no room for once a minute is over. */
const kept = 120_000;
const patience = 300_000;
const rested = Date.now();
for (let quiet = 0; quiet < 5; ) {
  await world.sandbox.settled();
  await redeliver();
  quiet = isIdle(store, kept) ? quiet + 1 : 0;
  if (Date.now() > rested + patience) break;
  await pause(100);
}
const rest = Math.round((Date.now() - rested) / 1_000);

const wrongs = [
  ...(isIdle(store, kept) ? [] : [`the Apps did not come to rest within ${rest} s`]),
  ...(await wrongsOf(world, pulls)),
];
console.log(
  `seed ${seed}: ${seconds} s, ${turns} acts on ${pulls.length} pull requests, ${kills} kills of two Apps, ` +
    `${front.acknowledged.size} deliveries acknowledged, at rest after ${rest} s, ${wrongs.length} wrongs`,
);
for (const wrong of wrongs) console.error(`  ${wrong}`);
for (const port of ports) await kill(port);
await front.close();
await world.close();
rmSync(folder, { recursive: true, force: true });
process.exitCode = wrongs.length === 0 && kills > 3 ? 0 : 1;
