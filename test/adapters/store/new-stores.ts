import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Paths for stores, in a folder that is taken away after the tests of the file. */
export function newStores(): { readonly folder: string; readonly newPath: () => string } {
  const folder = mkdtempSync(join(tmpdir(), 'rollout-gate-store-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let files = 0;
  return { folder, newPath: () => join(folder, `${(files += 1)}.sqlite`) };
}

export const delivery = (id: string, size = 2) => ({ id, event: 'pull_request', body: Buffer.alloc(size, 0x61) });
