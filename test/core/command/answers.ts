import type { Situation } from '../../../src/core/command/situation.ts';
import type { AnswerEffect } from '../../../src/generated/types.ts';
import { people } from '../../support/snapshot.ts';
import { block, commentsOf, waive } from './chains.ts';
import { situationOf } from './situations.ts';

export const { ada, bob, carol, dan, erin } = people;

/** A waiver, and when it ends. */
export const line = '/waive signal_false until 2026-04-10 because known';

export const until = '2026-04-10T23:59:59Z';

/** Answers after that waiver was asked for: it waits for a second person. */
export const pending = commentsOf([{ effect: waive(1) }]);

/** The same people on the issue of an incident. */
export const incident = (effects: readonly (AnswerEffect | null)[]): Situation =>
  situationOf(commentsOf(effects.map((effect) => ({ effect }))), { place: 'incident', decision: null, head: null });

/** Answers of which the first is gone. */
export const gap = commentsOf([{ effect: null }, { effect: block }, { effect: null }]).toSpliced(0, 1);
