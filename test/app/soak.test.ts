import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { soak } from '../campaigns/soak/soak.ts';

test('2,500 events leave nothing behind, and no pull request without work after its last event', {
  timeout: 120_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollout-gate-soak-'));
  let tenths = 0;
  const store = join(folder, 'store.sqlite');
  const report = await soak({ seed: 11, events: 2_500, store, onTenth: async () => void (tenths += 1) });
  rmSync(folder, { recursive: true, force: true });
  expect(report).toMatchObject({ left: 0, dead: 0, stuck: 0, overlaps: 0 });
  expect(report.judgements).toBeGreaterThan(10);
  expect(report.works).toBeGreaterThan(200);
  expect(tenths).toBe(10);
});
