import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appFlags } from '../bench/server/processes.ts';
import { growth, trend } from './soak/growth.ts';
import { type Memory, parts, readMemory } from './soak/memory.ts';
import { soak } from './soak/soak.ts';

/** `node test/campaigns/soak.ts`: `SOAK_EVENTS` (1,000,000) events through route, inbox and work; memory, and what is left. */
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
    const [heap, held, resident] = [
      seen.map((one) => one.heap),
      seen.map((one) => one.held),
      seen.map((one) => one.resident),
    ];
    console.log('MiB after each tenth:');
    printRow('resident', resident, 'as the work left it');
    printRow('held', held, 'resident after V8 gave back what it kept free; the sum of:');
    for (const [part, where] of Object.entries(parts)) {
      printRow(
        `  ${part}`,
        seen.map((one) => one.parts[part as keyof typeof parts]),
        where,
      );
    }
    const checks: readonly (readonly [string, number, number])[] = [
      ['growth of the heap after warm-up, %', growth(heap), 10],
      ['growth of held memory after warm-up, %', growth(held), 10],
      ['growth of resident memory after warm-up, %', growth(resident), 10],
      ['trend of the heap in as many events again, %', trend(heap), 5],
      ['trend of held memory in as many events again, %', trend(held), 5],
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

function printRow(name: string, tenths: readonly number[], meaning: string): void {
  console.log(`${name.padEnd(9)} ${tenths.map((value) => value.toFixed(1).padStart(5)).join(' ')}  ${meaning}`);
}

/** The same with the App's flags: they bound what V8 keeps free, so that its memory is like the App's. */
function mainAsTheApp(): number {
  const flags = [...appFlags(), '--expose-gc'];
  return spawnSync(process.execPath, [...flags, import.meta.filename], { stdio: 'inherit' }).status ?? 1;
}

process.exitCode = 1;
const { SEED = 1, SOAK_EVENTS = 1_000_000 } = process.env;
process.exitCode =
  globalThis.gc === undefined ? mainAsTheApp() : await main(globalThis.gc, Number(SEED), Number(SOAK_EVENTS));
