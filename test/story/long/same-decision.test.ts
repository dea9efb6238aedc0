import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packing, unpack } from '../../../src/adapters/digest/packing.ts';
import { canonicalJson } from '../../../src/core/canonical/json.ts';
import type { Capsule } from '../../../src/generated/types.ts';
import { readCapsule } from '../../../src/records/capsule-reading.ts';
import { packedCapsule } from '../../../src/report/check/capsule-text.ts';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import { type RunningApp, startApp } from '../../../src/start/app-process.ts';
import { awaitGate } from '../../../src/start/judged.ts';
import { malformed } from '../../../src/start/scenes/malformed.ts';
import type { Scene } from '../../../src/start/scenes/scene.ts';
import { underDeclared } from '../../../src/start/scenes/under-declared.ts';
import { ungoverned } from '../../../src/start/scenes/ungoverned.ts';
import { waiting } from '../../../src/start/scenes/waiting.ts';
import { buildFresh, type FreshBundle } from '../../action/support/bundle.ts';
import { type ActionWorld, openActionWorld } from '../../action/support/world.ts';

let bundle: FreshBundle;
let world: ActionWorld;
let app: RunningApp;
const folder = mkdtempSync(join(tmpdir(), 'rollout-gate-same-'));

beforeAll(async () => {
  bundle = await buildFresh();
  world = await openActionWorld(bundle.entry);
  app = await startApp(world.sandbox, world.sample);
});
afterAll(async () => {
  await app.stop();
  await world.close();
  bundle.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** The capsule that the App left in its check run, as anyone can read it on GitHub. */
function capsuleOfApp(pull: PullRequest): Capsule {
  const { app: own } = world.sample.installed;
  const parts = [...world.sandbox.world.checkRuns.values()].filter(
    (run) => run.headSha === pull.head.sha && run.appId === own.id && run.name.startsWith('rollout-gate'),
  );
  const packed = packedCapsule(parts.map((run) => run.output.text ?? ''));
  const { capsule, problems } = readCapsule(unpack(packed ?? ''), packing.sha256);
  if (capsule === null) throw new Error(JSON.stringify(problems));
  return capsule;
}

/** What `rollout-gate check --capsule FILE --json` prints, in a process of its own. */
function printedByCli(capsule: string, name: string): Promise<string> {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, capsule);
  const main = join(import.meta.dirname, '../../../src/cli/main.ts');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, 'check', '--capsule', file, '--json'], { cwd: folder });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.on('error', reject);
    child.on('close', () => resolve(printed));
  });
}

/** Each pull request, and how many of its steps happen before it is compared. */
const rows: readonly (readonly [title: string, scene: Scene, steps: number])[] = [
  ['under-declared', underDeclared, 0],
  ['waiting for everything', waiting, 0],
  ['waiting for one review', { ...waiting, branch: 'alice/almost', title: 'Almost there' }, 3],
  ['malformed', malformed, 0],
  ['not governed', ungoverned, 0],
];

describe('the App on a webhook, the bundle in a job, and the CLI on a capsule', () => {
  it.each(rows)('give the same decision, byte for byte: %s', async (_title, scene, steps) => {
    const pull = await world.open({ branch: scene.branch, files: scene.files, title: scene.title });
    let { output } = await awaitGate(world.sandbox, pull, () => true);
    for (const step of scene.steps.slice(0, steps)) {
      const before = output.title;
      await step.happen({ sandbox: world.sandbox, sample: world.sample }, pull);
      ({ output } = await awaitGate(world.sandbox, pull, (run) => run.output.title !== before));
    }
    const ofApp = capsuleOfApp(pull);
    const decision = canonicalJson(ofApp.decision);
    const run = await world.judge(pull, { env: { ROLLOUT_GATE_NOW: ofApp.snapshot.now } });
    expect(run.outputs['result']).toContain(`"decision":${decision},`);
    const capsule = run.file(run.outputs['capsule-path'] ?? '');
    expect(await printedByCli(capsule, `${pull.number}-action`)).toBe(`${decision}\n`);
    expect(await printedByCli(canonicalJson(ofApp), `${pull.number}-app`)).toBe(`${decision}\n`);
  });
});
