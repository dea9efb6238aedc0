import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/adapters/fault.ts';
import { systemTimer } from '../../src/adapters/timer.ts';
import { settling } from '../../src/app/settling.ts';
import { createTurns } from '../../src/app/turns.ts';
import { mostTries } from '../../src/reconcile/ports/inbox.ts';
import { memoryInbox } from '../support/memory-inbox.ts';

describe('the end of work that failed', () => {
  it.each([
    ['an unreachable GitHub', 'github_unreachable', 0, true],
    ['the last try', 'github_unreachable', mostTries - 1, false],
    ['a limit, which counts no try', 'github_rate_limited', mostTries - 1, true],
    ['a key that GitHub refuses', 'github_unauthorized', 0, false],
    ['a store that can not be written', 'store_unusable', 0, false],
    ['a defect of ours', 'internal', 0, false],
  ] as const)('is told as one that may pass by itself, or not: %s', async (_name, code, tries, expected) => {
    const told: boolean[] = [];
    const settle = settling({
      inbox: memoryInbox(),
      work: () => Promise.reject(new Fault(code, { message: '' })),
      onFault: (_fault, _key, passing) => void told.push(passing),
      turns: createTurns(),
      timer: systemTimer,
      isOver: () => false,
    });
    const lease = { key: 'k', detail: '', serial: 'k', lane: 'event', fence: 1, due: 0, tries } as const;
    await settle(lease, Date.now(), () => undefined);
    expect(told).toEqual([expected]);
  });
});
