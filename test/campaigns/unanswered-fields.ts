import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** `node test/campaigns/unanswered-fields.ts`: every field of every query of a judgement unanswered once, in every world. No seed: it is complete. */
function main(): number {
  const root = join(import.meta.dirname, '..', '..');
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--config',
      'vitest.long.config.ts',
      'test/story/long/judge-holes.test.ts',
      '--disable-console-intercept=true',
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, UNANSWERED_FIELDS: 'all' } },
  );
  return status ?? 1;
}

process.exitCode = main();
