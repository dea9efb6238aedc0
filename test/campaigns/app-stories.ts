import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Long stories with the App as a process of its own: every command, incidents, and what happens to organisations, teams and
 * repositories. They mostly wait for leases, tries and clocks, which would make `npm test` slow.
 */
const root = join(import.meta.dirname, '../..');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', '--config', 'vitest.long.config.ts'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
});
process.exitCode = status ?? 1;
