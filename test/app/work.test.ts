import { describe, expect, it } from 'vitest';
import { keyedWork } from '../../src/app/work.ts';

const tick = () => new Promise((resolve) => setTimeout(resolve, 1));

describe('work by key', () => {
  it('does one piece of a key at a time, and what comes meanwhile is one more round with the newest item', async () => {
    const seen: string[] = [];
    let running = 0;
    const work = keyedWork<number>(async (item) => {
      running += 1;
      seen.push(`${item}:${running}`);
      await tick();
      running -= 1;
    });
    for (let item = 1; item <= 50; item += 1) work.add('one key', item);
    await work.idle();
    expect(seen).toEqual(['1:1', '50:1']);
  });

  it('works on different keys side by side, up to its width', async () => {
    let running = 0;
    let most = 0;
    const work = keyedWork<number>(async () => {
      running += 1;
      most = Math.max(most, running);
      await tick();
      running -= 1;
    }, 3);
    for (let key = 0; key < 10; key += 1) work.add(`key ${key}`, key);
    await work.idle();
    expect(most).toBe(3);
  });

  it('is idle at once when there is nothing to do', async () => {
    await expect(keyedWork(async () => undefined).idle()).resolves.toBeUndefined();
  });
});
