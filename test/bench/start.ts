import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, interleaved, median } from './figure.ts';
import { startCandidate } from './server/processes.ts';
import { recording } from './server/recording.ts';

const root = join(import.meta.dirname, '../..');

/** From the start of the process until it listens, against a bare Probot server. */
export async function startFigures(rounds: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rollout-gate-bench-'));
  const recorded = await recording();
  const started = (entry: string) => async (): Promise<number> => {
    const candidate = await startCandidate(
      join(root, entry),
      recorded,
      'http://127.0.0.1:1',
      join(folder, 'store.sqlite'),
    );
    await candidate.stop();
    return candidate.started;
  };
  try {
    const runs = await interleaved(
      { ours: started('src/app/main.ts'), bare: started('test/bench/server/bare-probot.ts') },
      rounds,
    );
    const [ours, bare] = [median(runs.ours), median(runs.bare)];
    const name = 'App: start to listening ÷ a bare Probot server';
    return [
      { name, made_of: `${ours.toFixed(0)} and ${bare.toFixed(0)} ms`, value: ours / bare, floor: 1.3, unit: '' },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
