import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { atRoot } from '../action/support/changes.ts';
import { prepareStep } from '../action/support/runner.ts';
import { openActionWorld, payloadOf } from '../action/support/world.ts';
import { buildCandidates } from './action/candidates.ts';
import { questionOf, type Recorded } from './action/replay.ts';
import { startReplay } from './action/replay-process.ts';
import { type Figure, interleaved, median } from './figure.ts';

/** What one run of one candidate took; times in milliseconds, peak in MiB. */
interface Run {
  readonly first: number | null;
  readonly wall: number;
  readonly peak: number;
}

/**
 * The Action against a baseline of the usual shape, in the runner's environment, against recorded answers that come at
 * once. Floors: issue "The main job", section 8; method: child processes, rotated rounds, the first left out, medians.
 */
export async function actionFigures(rounds: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rollout-gate-bench-'));
  const candidates = await buildCandidates(folder);
  const { answers, pull } = await record(candidates.ours.entry, candidates.usual.entry);
  const replay = await startReplay(answers);
  const peakHook = join(folder, 'peak.cjs');
  writeFileSync(
    peakHook,
    "process.on('exit',()=>require('fs').writeFileSync(process.env.PEAK_FILE,String(process.resourceUsage().maxRSS)))",
  );

  const runOnce = async (entry: string, event: string): Promise<Run> => {
    const env = prepareStep({ event, payload: payloadOf(pull), token: 'ghs_bench', api: replay.url }, folder);
    await replay.first();
    const peakFile = join(folder, 'peak');
    const started = Number(process.hrtime.bigint()) / 1e6;
    const child = spawn(process.execPath, ['--require', peakHook, entry], {
      env: { ...env, PEAK_FILE: peakFile },
      stdio: 'ignore',
    });
    const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
    const wall = Number(process.hrtime.bigint()) / 1e6 - started;
    if (status !== 0) throw new Error(`${entry} ended with ${String(status)} on ${event}`);
    const { at } = await replay.first();
    return { first: at === null ? null : at - started, wall, peak: Number(readFileSync(peakFile, 'utf8')) / 1024 };
  };

  try {
    const { ours, usual, empty } = candidates;
    const runs = await interleaved(
      {
        ours: () => runOnce(ours.entry, 'pull_request_target'),
        usual: () => runOnce(usual.entry, 'pull_request_target'),
        ignored: () => runOnce(ours.entry, 'push'),
        empty: () => runOnce(empty.entry, 'push'),
      },
      rounds,
    );
    const of = (name: keyof typeof runs, pick: (run: Run) => number | null): number =>
      median(runs[name].map((run) => pick(run) ?? Number.NaN));
    return figuresOf(of, ours.bytes);
  } finally {
    replay.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Of = (name: 'ours' | 'usual' | 'ignored' | 'empty', pick: (run: Run) => number | null) => number;

function figuresOf(of: Of, bytes: number): readonly Figure[] {
  const words = (values: readonly number[], unit: string): string =>
    `${values.map((value) => value.toFixed(1)).join(' and ')} ${unit}`;
  const first = (['ours', 'usual'] as const).map((name) => of(name, (run) => run.first));
  const peak = (['ours', 'usual'] as const).map((name) => of(name, (run) => run.peak));
  const wall = (['ignored', 'empty'] as const).map((name) => of(name, (run) => run.wall));
  const ratio = ([a = 0, b = 0]: readonly number[]): number => a / b;
  return [
    {
      name: 'Action: first API request, ours ÷ usual shape',
      made_of: words(first, 'ms'),
      value: ratio(first),
      floor: 0.85,
      unit: '',
    },
    {
      name: 'Action: peak memory, ours ÷ usual shape',
      made_of: words(peak, 'MiB'),
      value: ratio(peak),
      floor: 0.9,
      unit: '',
    },
    {
      name: "Action: an event that isn't ours, beyond an empty Node file",
      made_of: words(wall, 'ms'),
      value: (wall[0] ?? 0) - (wall[1] ?? 0),
      floor: 10,
      unit: 'ms',
    },
    { name: 'Action: bundle in all', made_of: `${bytes} bytes`, value: bytes / 1000, floor: 900, unit: 'KB' },
  ];
}

/** What the sandbox answers to both candidates, so that the replay can answer at once. */
async function record(
  ours: string,
  usual: string,
): Promise<{ readonly answers: readonly Recorded[]; readonly pull: PullRequest }> {
  const world = await openActionWorld(ours);
  try {
    const pull = await world.open(atRoot);
    const token = world.sandbox.installationToken(world.sample.installed.installation);
    await world.run({ event: 'pull_request_target', payload: payloadOf(pull), token });
    await asBaseline(usual, world.sandbox.url, pull, token);
    const answers = world.sandbox.exchanges.map(({ method, path, operation, status, responseBody }) => ({
      question: questionOf(method, path, operation),
      status,
      body: responseBody,
    }));
    return { answers, pull };
  } finally {
    await world.close();
  }
}

async function asBaseline(entry: string, api: string, pull: PullRequest, token: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rollout-gate-bench-'));
  const env = prepareStep({ event: 'pull_request_target', payload: payloadOf(pull), token, api }, folder);
  const child = spawn(process.execPath, [entry], { env, stdio: 'inherit' });
  const status = await new Promise((resolve) => child.on('close', resolve));
  rmSync(folder, { recursive: true, force: true });
  if (status !== 0) throw new Error(`the baseline ended with ${String(status)}`);
}
