import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure } from './figure.ts';
import { commits } from './server/disk.ts';
import { appFlags, startCandidate, startSender, startStub, untilDrained, untilWritten } from './server/processes.ts';
import { recording } from './server/recording.ts';

const root = join(import.meta.dirname, '../..');
const [rate, installations, latency] = [300, 100, 60] as const;
/** A push brings so many deliveries about its pull request: of the pull request, its suites, runs and reviews. */
const each = 10;

/** 300 deliveries a second over 100 installations, with GitHub 60 ms away: for 60 s (`--full`), else for 8 s. */
export async function burstFigures(_rounds: number, full: boolean): Promise<readonly Figure[]> {
  const seconds = full ? 60 : 8;
  const folder = mkdtempSync(join(tmpdir(), 'rollout-gate-bench-'));
  const recorded = await recording();
  const stub = await startStub(recorded, latency);
  const sender = startSender();
  const profile = process.env['BENCH_PROFILE'];
  const flags = [...appFlags(), ...(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`])];
  const store = join(folder, 'store.sqlite');
  const app = await startCandidate(join(root, 'src/app/main.ts'), recorded, stub.url, store, flags);
  const { url, secret } = app;
  const about = { url, secret, delivery: recorded.delivery, installations };
  try {
    const warm = await sender.send({ ...about, count: 4 * installations, from: 0, each: 2, rate: 100 });
    await untilWritten(stub, warm);
    await untilDrained(app);
    stub.reset();
    const disk = commits(join(folder, 'disk.sqlite'), 100);
    const [used, idle, count] = [app.cpu(), app.peak(), rate * seconds];
    const sent = await sender.send({ ...about, count, from: 10_000 * each, each, rate });
    const { writes, unknown, missing } = await untilWritten(stub, sent);
    if (unknown.length > 0) throw new Error(`the stub was asked what it doesn't know: ${unknown[0] ?? ''}`);
    const left = await untilDrained(app);
    const cpu = app.cpu() - used;
    const both = [...disk, ...commits(join(folder, 'disk.sqlite'), 100)];
    const failures = app
      .said()
      .split('\n')
      .filter((line) => line.includes('"level":"error"'));
    const [written, first] = [new Map(writes), new Map<string, number>()];
    for (const [name, at] of sent) first.set(name, Math.min(at, first.get(name) ?? at));
    const refused = sent.filter(([, , , status]) => status !== 202).length;
    const decided = [...first].map(([name, at]) => (written.get(name) ?? Number.POSITIVE_INFINITY) - at);
    const acknowledged = sent.map(([, , took]) => took);
    const load = `${count} deliveries about ${first.size} pull requests in ${seconds} s, machine load ${(loadavg()[0] ?? 0).toFixed(1)}`;
    return [
      { name: 'burst: deliveries refused', made_of: load, value: refused, floor: 0, unit: '' },
      {
        name: 'burst: pull requests without a check, and work left in the inbox',
        made_of: `${missing.length} and ${left}`,
        value: missing.length + left,
        floor: 0,
        unit: '',
      },
      { name: 'burst: failures logged', made_of: failures[0] ?? 'none', value: failures.length, floor: 0, unit: '' },
      {
        name: 'burst: processor time for a delivery, its judgements among it',
        made_of: `${((cpu / seconds / 1_000) * 100).toFixed(0)} % of a processor while it lasts`,
        value: cpu / count,
        floor: 1_000 / rate,
        unit: 'ms',
      },
      {
        name: 'burst: acknowledgement, p99',
        made_of: `${spread(acknowledged)}; one commit that waits for the disk, alone: p99 ${p99(both).toFixed(1)} ms`,
        value: p99(acknowledged),
        floor: 15,
        unit: 'ms',
      },
      {
        name: 'burst: first delivery to written decision, p99',
        made_of: spread(decided),
        value: p99(decided),
        floor: 250,
        unit: 'ms',
      },
      {
        name: 'burst: peak memory',
        made_of: `${idle.toFixed(0)} MiB before it`,
        value: app.peak(),
        floor: 300,
        unit: 'MiB',
      },
    ];
  } finally {
    sender.stop();
    stub.stop();
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

function p99(values: readonly number[]): number {
  return quantile(values, 0.99);
}

function spread(values: readonly number[]): string {
  return `p50 ${quantile(values, 0.5).toFixed(1)}, p90 ${quantile(values, 0.9).toFixed(1)}, most ${quantile(values, 1).toFixed(1)} ms`;
}
