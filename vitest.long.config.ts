import { defineConfig, mergeConfig } from 'vitest/config';
import usual from './vitest.config.ts';

/** The stories of whole Apps that mostly wait: part of `npm run test:campaigns`. */
export default mergeConfig(
  { ...usual, test: { ...usual.test, include: [], exclude: [] } },
  defineConfig({ test: { include: ['test/app/long/**/*.test.ts'] } }),
);
