import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { soak } from './soak/soak.ts';

/** `node test/campaigns/soak.ts`: `SOAK_EVENTS` (1,000,000) events through route, inbox and work; memory, and what is left. */
async function main(seed: number, events: number): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const folder = mkdtempSync(join(tmpdir(), 'rollout-gate-soak-'));
  const memory = (): { readonly heap: number; readonly rss: number } => {
    collect();
    const { heapUsed, external, rss } = process.memoryUsage();
    return { heap: (heapUsed + external) / 2 ** 20, rss: rss / 2 ** 20 };
  };
  const seen: ReturnType<typeof memory>[] = [];
  try {
    const started = performance.now();
    const report = await soak({
      seed,
      events,
      store: join(folder, 'store.sqlite'),
      onTenth: () => void seen.push(memory()),
    });
    const seconds = (performance.now() - started) / 1_000;
    // The first fifth warms up: code, caches that have their bound, the store's pages.
    const [before, after] = [seen[1], seen.at(-1)];
    const growth = (kind: 'heap' | 'rss'): number => ((after?.[kind] ?? Number.NaN) / (before?.[kind] ?? 0) - 1) * 100;
    console.log(`seed ${seed}: ${events} events in ${seconds.toFixed(0)} s, ${report.works} pieces of work`);
    console.log(`${report.judgements} full judgements, ${report.failures} failures made on purpose`);
    console.log(`heap after each tenth: ${seen.map(({ heap }) => heap.toFixed(1)).join(' ')} MiB`);
    console.log(`resident after each tenth: ${seen.map(({ rss }) => rss.toFixed(0)).join(' ')} MiB`);
    const checks: readonly (readonly [string, number, number])[] = [
      ['growth of the heap after warm-up, %', growth('heap'), 10],
      ['growth of resident memory after warm-up, %', growth('rss'), 10],
      ['deliveries and work left', report.left, 0],
      ['dead letters', report.dead, 0],
      ['keys whose last event was not followed by work', report.stuck, 0],
      ['keys worked on twice at a time', report.overlaps, 0],
    ];
    const missed = checks.filter(([name, value, most]) => {
      const held = value <= most;
      console.log(`${held ? 'ok    ' : 'MISSED'} ${Number(value.toFixed(1))} (≤ ${most})  ${name}`);
      return !held;
    });
    return missed.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = 1;
process.exitCode = await main(Number(process.env['SEED'] ?? 1), Number(process.env['SOAK_EVENTS'] ?? 1_000_000));
