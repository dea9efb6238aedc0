import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bindingCodes } from '../../support/snapshot.ts';
import { events, worlds } from './events.ts';
import { weakenings } from './weakenings.ts';
import { decisionFor, richWorld, verdictOf } from './world.ts';

describe('the world that the attacks start from', () => {
  test('it is go, and nothing is binding', () => {
    expect(bindingCodes(decisionFor(richWorld()))).toEqual([]);
  });

  test.each(Object.entries(events))('%s: not go', (_how, turn) => {
    expect(verdictOf(turn(richWorld()))).not.toBe('go');
  });
});

describe('knowing less never opens the gate', () => {
  test.each(Object.entries(events))('when %s', (_how, turn) => {
    const world = turn(richWorld());
    const opened = weakenings(world).filter(([, weaker]) => verdictOf(weaker) === 'go');
    expect(opened.map(([what]) => what)).toEqual([]);
  });

  test('two or three of them together', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        if (verdictOf(world) === 'go') return;
        const opened = weakenings(world).filter(([, weaker]) => verdictOf(weaker) === 'go');
        expect(opened.map(([what]) => what)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
