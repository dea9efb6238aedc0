import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildAction } from '../../../scripts/build/action-bundle.ts';

const root = join(import.meta.dirname, '../../..');

/** What is started, and how large it is. */
export interface Candidate {
  readonly entry: string;
  readonly bytes: number;
}

/** Builds ours and the baseline into a folder, with the same bundler and minified alike, and an empty file beside them. */
export async function buildCandidates(folder: string): Promise<Record<'ours' | 'usual' | 'empty', Candidate>> {
  const files = await buildAction(root, folder);
  const usual = join(folder, 'usual/index.cjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['test/bench/usual-action.ts'],
    outfile: usual,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  const empty = join(folder, 'empty/index.cjs');
  mkdirSync(join(folder, 'empty'), { recursive: true });
  writeFileSync(empty, '');
  return {
    ours: {
      entry: join(folder, 'dist/index.cjs'),
      bytes: files.filter(([path]) => path.endsWith('.cjs')).reduce((sum, [, bytes]) => sum + bytes, 0),
    },
    usual: { entry: usual, bytes: 0 },
    empty: { entry: empty, bytes: 0 },
  };
}
