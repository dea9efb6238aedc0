import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { growth, trend } from '../campaigns/soak/growth.ts';
import { readMemory } from '../campaigns/soak/memory.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as NodeJS.GCFunction;

test.each([
  ['nothing grows', [150, 200, 200, 200, 200, 200, 200, 200, 200, 200], 0, 0],
  ['the warm-up alone grows', [10, 200, 200, 200, 200, 200, 200, 200, 200, 200], 0, 0],
  ['a leak of 2 a tenth', [198, 200, 202, 204, 206, 208, 210, 212, 214, 216], 8, 10],
  ['the same, hidden by its last reading', [198, 200, 202, 204, 206, 208, 210, 212, 214, 200], 0, 10],
  ['one reading high by chance', [200, 200, 200, 200, 900, 200, 200, 200, 200, 200], 0, 0],
  ['a step at the end', [200, 200, 200, 200, 200, 200, 200, 200, 200, 250], 25, 0],
])('%s: growth and trend', (_name, tenths, growing, trending) => {
  expect(growth(tenths)).toBeCloseTo(growing);
  expect(trend(tenths)).toBeCloseTo(trending);
});

test('what is kept is found in its part, and what was let go is not held although V8 had room made for it', async () => {
  const before = await readMemory(collect);
  const kept: unknown[] = Array.from({ length: 500_000 }, (_, at) => ({ at, beside: [at] }));
  const objects = await readMemory(collect);
  kept.length = 0;
  kept.push(Buffer.alloc(40 * 2 ** 20, 'x'));
  const buffer = await readMemory(collect);
  kept.length = 0;
  const after = await readMemory(collect);

  expect(objects.objects - before.objects).toBeGreaterThan(30);
  expect(objects.held - before.held).toBeGreaterThan(30);
  expect(buffer.objects - before.objects).toBeLessThan(5);
  expect(buffer.malloc - before.malloc).toBeGreaterThan(30);
  expect(buffer.heap - before.heap).toBeGreaterThan(35);
  expect(after.held - before.held).toBeLessThan(15);
  const { pages, malloc, files } = after;
  expect(after.objects + pages + malloc + files).toBeCloseTo(after.held);
});
