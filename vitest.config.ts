import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Hundreds of processes load the same modules: they are compiled once for all of them.
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'rollout-gate-compiled');

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Long proofs are programs of `npm run test:campaigns`.
    exclude: ['test/campaigns/**', 'test/**/long/**'],
    testTimeout: 20_000,
    pool: 'forks',
    // The default leaves one core idle: half the speed on two.
    maxWorkers: '100%',
    globalSetup: ['test/support/global-setup.ts'],
  },
});
