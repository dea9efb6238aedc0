import { defineConfig } from 'vitest/config';
import { globalSetup, usual } from './vitest.config.ts';

/** The stories that take long, most of them with whole Apps: part of `npm run test:campaigns`. */
export default defineConfig({ test: { ...usual, globalSetup, include: ['test/**/long/**/*.test.ts'] } });
