import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/adapters/digest/sha256.ts';
import { tailPart } from '../../src/reconcile/answer-tail.ts';
import { answersReader } from '../../src/reconcile/answers.ts';
import type { Thread, ThreadComment } from '../../src/reconcile/ports/thread.ts';
import { tailMark } from '../../src/report/comment/answers-tail.ts';

const tail = { number: 1, digest: 'a'.repeat(64) };
const thread: Thread = {
  repository: 5,
  number: 2,
  complete: true,
  lags: false,
  own: [],
  sticky: null,
  checks: [],
  remembered: null,
};
const sticky = (over: Partial<ThreadComment> = {}): ThreadComment => ({
  node_id: 'C',
  id: 1,
  body: `words\n\n${tailMark(tail)}\n`,
  edited: true,
  edited_by_other: false,
  ...over,
});
const read = answersReader(sha256);

describe('a thread in which no answer stands', () => {
  it('is one that nobody has answered, and each knows its own place', () => {
    const { chain, facts, tail: newest } = read(thread);
    expect({ fault: chain.fault, newest, told: facts.answers.fault }).toEqual({
      fault: null,
      newest: null,
      told: null,
    });
    expect(chain).toMatchObject({ repository: 5, thread: 2 });
    expect(read({ ...thread, number: 3 }).chain).toMatchObject({ repository: 5, thread: 3 });
  });

  it.each<[where: string, over: Partial<Thread>]>([
    ['the sticky comment names one', { sticky: sticky(), own: [sticky()] }],
    ["the head's gate names one", { checks: [`rg1:shown:annotations${tailPart(tail)}`] }],
    ['one is remembered', { remembered: tail }],
    ['somebody wrote over the sticky comment', { sticky: sticky({ body: 'words', edited_by_other: true }) }],
  ])('is broken where %s: it was deleted', (_where, over) => {
    const { chain, facts, tail: newest } = read({ ...thread, ...over });
    expect(chain.fault).not.toBeNull();
    expect(facts.answers.fault).not.toBeNull();
    // What is missed stays missed.
    expect(newest).toMatchObject({ number: 1 });
  });
});
