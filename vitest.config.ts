import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Hundreds of processes load the same modules: they are compiled once for all of them.
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'rollout-gate-compiled');

/** Tests of pure code, which leave nothing behind: a process takes one file after another, for half of the time. */
const pure = ['core', 'records', 'report', 'reconcile'].map((folder) => `test/${folder}/**/*.test.ts`);
// Long proofs are programs of `npm run test:campaigns`.
const long = ['test/campaigns/**', 'test/**/long/**'];

/** What holds for every test. */
export const usual = {
  testTimeout: 20_000,
  pool: 'forks',
  // The default leaves one core idle: half the speed on two.
  maxWorkers: '100%',
} as const;
/** Prints what was held to GitHub's descriptions. */
export const globalSetup = ['test/support/global-setup.ts'];

export default defineConfig({
  test: {
    ...usual,
    projects: [
      { extends: true, test: { name: 'pure', include: pure, exclude: long, isolate: false } },
      {
        extends: true,
        test: { name: 'with effects', include: ['test/**/*.test.ts'], exclude: [...long, ...pure], globalSetup },
      },
    ],
  },
});
