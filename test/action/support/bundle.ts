import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildAction } from '../../../scripts/build/action-bundle.ts';

const root = join(import.meta.dirname, '../../..');

/** The bundle of the code as it is now, in a folder of its own; `dist/` may be one commit behind. */
export interface FreshBundle {
  /** What the runner starts. */
  readonly entry: string;
  readonly remove: () => void;
}

export async function buildFresh(): Promise<FreshBundle> {
  mkdirSync(join(root, '.tmp'), { recursive: true });
  const folder = mkdtempSync(join(root, '.tmp/action-'));
  await buildAction(root, folder);
  return {
    entry: join(folder, 'dist/index.cjs'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
