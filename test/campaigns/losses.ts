import assert from 'node:assert/strict';
import { events, type Loss, pairs, playWith } from './losses/losing.ts';

// All pairs of the eight events of a change's life are lost, in both ways; a share of it is test/story/losses.test.ts.
console.log('seed: none');
const whole = await playWith({ lost: new Set(), how: 'dropped' });
const expected = whole.shown.at(-1);
assert.deepEqual(whole.shown[0], expected);
let wrong = 0;
for (const how of ['dropped', 'failed'] satisfies Loss[]) {
  const healedAfter = [0, 0, 0];
  for (const pair of pairs) {
    const { shown, faults } = await playWith({ lost: new Set(pair), how });
    const at = shown.findIndex((one) => JSON.stringify(one) === JSON.stringify(expected));
    const isHealed = at >= 0 && JSON.stringify(shown.at(-1)) === JSON.stringify(expected) && faults.length === 0;
    if (isHealed) healedAfter[at] = (healedAfter[at] ?? 0) + 1;
    else {
      wrong += 1;
      console.log(`not healed: ${pair.map((index) => events[index]).join(' and ')} ${how}`, faults);
      console.log(shown.at(-1)?.filter((line) => expected?.includes(line) !== true));
      console.log(expected?.filter((line) => shown.at(-1)?.includes(line) !== true));
    }
  }
  const counts = `${healedAfter[0]} without a sweep, ${healedAfter[1]} by the first, ${healedAfter[2]} by the second`;
  console.log(`${pairs.length} pairs of ${events.length} events ${how}: healed ${counts}`);
}
assert.equal(wrong, 0);
