import { expect, test } from 'vitest';
import { playWith } from '../campaigns/losses/losing.ts';

let calm: Promise<unknown> | null = null;
/** What all comes to when nothing is lost; played once for both. */
const expectedState = (): Promise<unknown> =>
  (calm ??= playWith({ lost: new Set(), how: 'dropped' }).then(({ shown }) => shown.at(-1)));

/** A share of test/campaigns/losses.ts: two of eight events are lost, and two sweeps make up for it. */
test.each([
  ['dropped', [0, 7]],
  ['failed', [3, 7]],
] as const)(
  'two events of which every delivery is %s',
  async (how, pair) => {
    const expected = await expectedState();
    const { shown, faults } = await playWith({ lost: new Set<number>(pair), how });
    expect(shown[0]).not.toEqual(expected);
    expect(shown.at(-1)).toEqual(expected);
    expect(faults).toEqual([]);
  },
  30_000,
);
