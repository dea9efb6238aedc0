import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs every campaign: a `.ts` file of this folder that is a program of its own (exit status 0 = held) and prints
 * its seed and its counts. They get the seed in `SEED` (`npm run test:campaigns -- --seed 7` to try another).
 */
function main(args: readonly string[]): number {
  const at = args.indexOf('--seed');
  const seed = (at >= 0 ? args[at + 1] : process.env['SEED']) ?? '1';
  const wanted = args.filter((arg, index) => !arg.startsWith('--') && (at < 0 || index !== at + 1));
  const files = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
    .filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)))
    .toSorted();
  if (files.length === 0) console.error('No campaign found: test/campaigns/ holds none of that name.');
  const failed = files.filter((file) => !holds(file, seed));
  for (const file of failed) console.error(`failed: node test/campaigns/${file} with SEED=${seed}`);
  console.log(`${files.length - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0 && files.length > 0 ? 0 : 1;
}

function holds(file: string, seed: string): boolean {
  console.log(`\n=== ${file.replace(/\.ts$/, '')} (seed ${seed})`);
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, file)], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, SEED: seed },
  });
  console.log(`=== ${status === 0 ? 'held' : 'failed'} after ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return status === 0;
}

process.exitCode = main(process.argv.slice(2));
