import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import type { TestSandboxOptions } from '../support/sandbox.ts';
import { type AppProcess, killLeftovers, startAppProcess } from './app-processes.ts';

/** A world, and a store on disk which one App after another works with. */
export interface ProcessStage {
  readonly world: JudgingWorld;
  /** Starts the App as a process on the webhook of the world. */
  readonly start: () => Promise<AppProcess>;
  readonly close: () => Promise<void>;
}

export async function openProcessStage(options: TestSandboxOptions = {}): Promise<ProcessStage> {
  const world = await openJudgingWorld(options);
  const folder = mkdtempSync(join(tmpdir(), 'rollout-gate-stage-'));
  return {
    world,
    start: async () => {
      const app = await startAppProcess(world, join(folder, 'store.sqlite'));
      world.sandbox.setWebhookUrl(world.installed.app, `${app.url}/api/github/webhooks`);
      return app;
    },
    close: async () => {
      world.sandbox.setWebhookUrl(world.installed.app, null);
      killLeftovers();
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
