import { defineConfig, mergeConfig } from 'vitest/config';
import usual from './vitest.config.ts';

/** The stories that take long, most of them with whole Apps: part of `npm run test:campaigns`. */
export default mergeConfig(
  { ...usual, test: { ...usual.test, include: [], exclude: [] } },
  defineConfig({ test: { include: ['test/**/long/**/*.test.ts'] } }),
);
