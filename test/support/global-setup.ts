import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTally, reportVariable } from './github-descriptions/report-file.ts';
import { nothing, renderTally } from './github-descriptions/tally.ts';

/** Gives all test processes one report file; after the last test its sum is printed, once. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'rollout-gate-tests-'));
  const file = join(folder, 'descriptions.jsonl');
  process.env[reportVariable] = file;
  return () => {
    const tally = readTally(file);
    if (tally !== nothing) console.log(`\n${renderTally(tally)}`);
    rmSync(folder, { recursive: true, force: true });
  };
}
