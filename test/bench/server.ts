import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, interleaved, median } from './figure.ts';
import { appFlags, type Candidate, startCandidate, startSender, startStub, untilWritten } from './server/processes.ts';
import { recording } from './server/recording.ts';

/** Milliseconds for one piece of work: by the clock, and of the processor. */
interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

/** Enough that the wait for the last ones of a round is little of it. */
const perRound = 500;
/**
 * Deliveries before anything is measured. Both run for days: until V8 has compiled what is called most says nothing of that. Compiling
 * took 0.4 ms a judgement of ours between 10,000 and 15,000, 0.1 ms from 30,000 on; the smaller program is done at 20,000.
 */
const warmUp = 30_000;
const root = join(import.meta.dirname, '../..');

/**
 * Full judgements (read, parse, decide, write) over real HTTP against a bare Probot app that writes one check run. Stub and
 * sender are processes of their own; each delivery is about a new pull request.
 */
export async function serverFigures(rounds: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rollout-gate-bench-'));
  const recorded = await recording();
  const stub = await startStub(recorded, 0);
  const sender = startSender();
  // With a folder in BENCH_PROFILE, ours leaves a profile of the processor there.
  const profile = process.env['BENCH_PROFILE'];
  const flags = [...appFlags(), ...(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`])];
  const start = (entry: string, nodeFlags: readonly string[] = []): Promise<Candidate> =>
    startCandidate(join(root, entry), recorded, stub.url, join(folder, 'store.sqlite'), nodeFlags);
  const candidates = {
    ours: await start('src/app/main.ts', flags),
    bare: await start('test/bench/server/bare-probot.ts'),
  };
  let next = 100;
  const measured = async ({ url, secret, cpu }: Candidate): Promise<Cost> => {
    stub.reset();
    const from = next;
    next += perRound;
    const [started, before] = [performance.now(), cpu()];
    const { delivery } = recorded;
    const load = { url, secret, delivery, count: perRound, from, installations: 100, each: 1, rate: null };
    const sent = await sender.send(load);
    const { missing, unknown } = await untilWritten(stub, sent);
    const refused = sent.filter(([, , , status]) => status !== 202 && status !== 200).length;
    if (missing.length > 0 || unknown.length > 0 || refused > 0) {
      throw new Error(
        `${missing.length} of ${perRound} were not written, ${refused} refused; unknown: ${unknown[0] ?? 'none'}`,
      );
    }
    return { wall: (performance.now() - started) / perRound, cpu: (cpu() - before) / perRound };
  };
  try {
    for (let done = 0; done < warmUp; done += perRound)
      for (const candidate of Object.values(candidates)) await measured(candidate);
    const runs = await interleaved(
      { ours: () => measured(candidates.ours), bare: () => measured(candidates.bare) },
      rounds,
    );
    const of = (name: 'ours' | 'bare', kind: keyof Cost): number => median(runs[name].map((cost) => cost[kind]));
    return (['cpu', 'wall'] as const).map((kind) => ({
      name: `a full judgement ÷ one check run of a bare Probot app, ${kind === 'cpu' ? 'processor' : 'clock'} (stretch 1)`,
      made_of: `${of('ours', kind).toFixed(2)} and ${of('bare', kind).toFixed(2)} ms, ${(1_000 / of('ours', kind)).toFixed(0)} judgements a second`,
      value: of('ours', kind) / of('bare', kind),
      floor: 2,
      unit: '',
    }));
  } finally {
    sender.stop();
    stub.stop();
    await Promise.all([candidates.ours.stop(), candidates.bare.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}
