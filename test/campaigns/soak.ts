import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appFlags } from '../bench/server/processes.ts';
import { growth, trend } from './soak/growth.ts';
import { meanings, type Memory, readMemory } from './soak/memory.ts';
import { soak } from './soak/soak.ts';

/**
 * `node test/campaigns/soak.ts`: `SOAK_EVENTS` (1,000,000) events through route, inbox and work; memory, and what is left. Of
 * far fewer a fifth doesn't warm up all: what is remembered of each pull request still grows then, and is told as a trend.
 */
async function main(collect: NodeJS.GCFunction, seed: number, events: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'rollout-gate-soak-'));
  const seen: Memory[] = [];
  try {
    const started = performance.now();
    const report = await soak({
      seed,
      events,
      store: join(folder, 'store.sqlite'),
      onTenth: async () => void seen.push(await readMemory(collect)),
    });
    const seconds = (performance.now() - started) / 1_000;
    console.log(`seed ${seed}: ${events} events in ${seconds.toFixed(0)} s, ${report.works} pieces of work`);
    console.log(`${report.judgements} full judgements, ${report.failures} failures made on purpose`);
    printMemory(seen);
    const checks: readonly Check[] = [
      ...memoryChecks(seen),
      ['deliveries and work left', report.left, 0],
      ['dead letters', report.dead, 0],
      ['keys whose last event was not followed by work', report.stuck, 0],
      ['keys worked on twice at a time', report.overlaps, 0],
    ];
    const missed = checks.filter(([name, value, most]) => {
      const isHeld = value <= most;
      console.log(`${isHeld ? 'ok    ' : 'MISSED'} ${Number(value.toFixed(1))} (≤ ${most})  ${name}`);
      return !isHeld;
    });
    return missed.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is counted, how much it is, and how much it may be. */
type Check = readonly [name: string, value: number, most: number];

function memoryChecks(seen: readonly Memory[]): readonly Check[] {
  const tenths = (kind: keyof Memory): readonly number[] => seen.map((one) => one[kind]);
  return [
    ['growth of the heap after warm-up, %', growth(tenths('heap')), 10],
    ['growth of held memory after warm-up, %', growth(tenths('held')), 10],
    ['growth of resident memory after warm-up, %', growth(tenths('resident')), 10],
    ['trend of the heap in as many events again, %', trend(tenths('heap')), 5],
    ['trend of held memory in as many events again, %', trend(tenths('held')), 5],
  ];
}

function printMemory(seen: readonly Memory[]): void {
  console.log('MiB after each tenth:');
  for (const [kind, meaning] of Object.entries(meanings)) {
    const tenths = seen.map((one) => one[kind as keyof Memory].toFixed(1).padStart(5));
    console.log(`${kind.padEnd(8)} ${tenths.join(' ')}  ${meaning}`);
  }
}

/**
 * The same with the App's flags, which bound what V8 keeps free, and a malloc (glibc's) that gives large blocks back when they
 * are freed: else it keeps tens of MiB that V8's compiler let go, or doesn't, as it happens, and that hides what grows.
 */
function mainInBounds(): number {
  const env = { ...process.env, MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' };
  const args = [...appFlags(), '--expose-gc', import.meta.filename];
  return spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 1;
}

process.exitCode = 1;
const { SEED = 1, SOAK_EVENTS = 1_000_000 } = process.env;
process.exitCode =
  globalThis.gc === undefined ? mainInBounds() : await main(globalThis.gc, Number(SEED), Number(SOAK_EVENTS));
