import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { parse } from './action-parse.ts';

const root = join(import.meta.dirname, '../..');

/** GitHub's own parser of action files. Its package imports JSON without an attribute, so that plain Node needs it bundled. */
export async function loadActionParser(): Promise<typeof parse> {
  mkdirSync(join(root, '.tmp'), { recursive: true });
  const folder = mkdtempSync(join(root, '.tmp/action-parser-'));
  const outfile = join(folder, 'parser.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'action-parse.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  const loaded = createRequire(import.meta.url)(outfile) as { readonly parse: typeof parse };
  rmSync(folder, { recursive: true, force: true });
  return loaded.parse;
}
