import { describe, expect, test } from 'vitest';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import { withAnswerTails } from '../../src/app/judging/answer-tails.ts';
import { memoryInbox } from '../support/memory-inbox.ts';

const tail = { number: 3, digest: 'a'.repeat(64) };
const key = '42#7';

describe('the newest answer of a pull request', () => {
  test('is known to the next process', async () => {
    const inbox = memoryInbox();
    const first = readingMemory();
    await withAnswerTails({ inbox, memory: first })(42, 7, async () => first.tails.set(key, tail));
    const second = readingMemory();
    await withAnswerTails({ inbox, memory: second })(42, 7, async () => {
      expect(second.tails.get(key)).toEqual(tail);
    });
    await withAnswerTails({ inbox, memory: second })(43, 7, async () => undefined);
    expect(second.tails.get('43#7')).toBeUndefined();
  });

  test('is kept where the work fails after it was read', async () => {
    const inbox = memoryInbox();
    const memory = readingMemory();
    const failing = withAnswerTails({ inbox, memory })(42, 7, async () => {
      memory.tails.set(key, tail);
      throw new Error('killed');
    });
    await expect(failing).rejects.toThrow('killed');
    expect(await inbox.note(`answers ${key}`)).toBe(`3 ${tail.digest}`);
  });
});
