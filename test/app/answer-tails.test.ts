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

  test('is kept again once a day, or it would be forgotten like what nobody asks for', async () => {
    const inbox = memoryInbox();
    const day = 86_400_000;
    let days = 0;
    const now = (): number => days * day;
    const memory = readingMemory();
    const judged = withAnswerTails({ inbox, memory, now });
    for (days = 1; days < 60; days += 1.5) {
      await judged(42, 7, async () => memory.tails.set(key, tail));
      // As each sweep does.
      await inbox.forgetNotes((days - 30) * day);
    }
    const restarted = readingMemory();
    await withAnswerTails({ inbox, memory: restarted, now })(42, 7, async () => undefined);
    expect(restarted.tails.get(key)).toEqual(tail);
  });

  test('is not kept again for each judgement', async () => {
    const inbox = memoryInbox();
    let kept = 0;
    const counting = {
      note: inbox.note,
      keepNote: async (name: string, text: string, at: number) => {
        kept += 1;
        await inbox.keepNote(name, text, at);
      },
    };
    const memory = readingMemory();
    const judged = withAnswerTails({ inbox: counting, memory });
    for (let times = 0; times < 9; times += 1) await judged(42, 7, async () => memory.tails.set(key, tail));
    expect(kept).toBe(1);
  });

  test('is kept where the work fails after it was read', async () => {
    const inbox = memoryInbox();
    const memory = readingMemory();
    const failing = withAnswerTails({ inbox, memory })(42, 7, async () => {
      memory.tails.set(key, tail);
      throw new Error('killed');
    });
    await expect(failing).rejects.toThrow('killed');
    expect(await inbox.note(`answers ${key}`)).toMatch(`3 ${tail.digest}`);
  });
});
