import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/campaigns/**'],
    testTimeout: 20_000,
    pool: 'forks',
    // The default leaves one core idle: half the speed on two.
    maxWorkers: '100%',
    globalSetup: ['test/support/global-setup.ts'],
  },
});
