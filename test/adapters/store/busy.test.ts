import { describe, expect, it } from 'vitest';
import { BusyGate } from '../../../src/adapters/store/busy.ts';
import { Fault } from '../../../src/adapters/fault.ts';

const fault = (errcode: number) =>
  new Fault('store_unusable', { message: '', cause: Object.assign(new Error('sqlite'), { errcode }) });

/** A gate at a time that the test sets, and how often work was begun. */
function opened() {
  let [now, tries] = [1_000, 0];
  const gate = new BusyGate(() => now);
  return {
    gate,
    tries: () => tries,
    pass: (milliseconds: number) => (now += milliseconds),
    ask: (error: Error | null = null): string => {
      try {
        return gate.once(() => {
          tries += 1;
          if (error !== null) throw error;
          return 'done';
        });
      } catch (thrown) {
        return thrown === error ? 'failed' : 'not tried';
      }
    },
  };
}

describe('the gate to a store that another process holds', () => {
  it.each([
    ['held', 5, true],
    ['held, as another says it', 6, true],
    ['held, with more to say', 517, true],
    ['full', 13, false],
    ['read-only', 8, false],
    ['damaged', 11, false],
  ])('closes for a moment where the store is %s (%i): %s', (_words, errcode, closes) => {
    const { ask, pass, tries } = opened();
    expect(ask(fault(errcode))).toBe('failed');
    expect(ask()).toBe(closes ? 'not tried' : 'done');
    pass(249);
    expect(ask()).toBe(closes ? 'not tried' : 'done');
    pass(1);
    expect(ask()).toBe('done');
    expect(ask()).toBe('done');
    expect(tries()).toBe(closes ? 3 : 5);
  });

  it('lets one try in each rest', () => {
    const { ask, pass, tries } = opened();
    const held = fault(5);
    for (let time = 0; time < 1_000; time += 10) {
      for (let asker = 0; asker < 5; asker += 1) ask(held);
      pass(10);
    }
    expect(tries()).toBe(4);
  });

  it('says when it is worth another try, until it is too late', () => {
    const { gate, ask, pass } = opened();
    const held = fault(5);
    expect(gate.again(fault(13), 1_000, 500)).toBeNull();
    ask(held);
    expect(gate.again(held, 1_000, 500)).toBe(250);
    pass(100);
    expect(gate.again(held, 1_000, 500)).toBe(150);
    pass(150);
    ask(held);
    expect(gate.again(held, 1_000, 500)).toBe(250);
    expect(gate.again(held, 1_000, 499)).toBeNull();
  });
});
