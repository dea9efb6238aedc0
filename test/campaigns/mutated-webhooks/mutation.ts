/** Numbers below a bound, the same for the same seed. */
export function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const strange: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 60,
  '',
  '..',
  '../x',
  'a/b?c#d',
  'refs/pull/12/merge',
  'refs/pull/-1/head',
  'refs/heads/topic',
  'x'.repeat(5_000),
  '\u0000\u202e',
  [],
  [null],
  {},
  { id: 7 },
  { name: '__proto__' },
  'completed',
  'deleted',
];

/** A copy with one to four places changed: another value, a missing member, a doubled entry, a value from elsewhere. */
export function mutated(payload: unknown, roll: (below: number) => number): unknown {
  const copy = structuredClone(payload);
  for (let count = 1 + roll(4); count > 0; count -= 1) mutateOnce(copy, roll);
  return copy;
}

function mutateOnce(root: unknown, roll: (below: number) => number): void {
  let place = root;
  for (;;) {
    if (typeof place !== 'object' || place === null) return;
    const keys = Object.keys(place);
    const key = keys[roll(keys.length)];
    if (key === undefined) return;
    const inner: unknown = Reflect.get(place, key);
    if (typeof inner === 'object' && inner !== null && Object.keys(inner).length > 0 && roll(3) > 0) {
      place = inner;
      continue;
    }
    const way = roll(4);
    if (way === 0) Reflect.deleteProperty(place, key);
    else if (way === 1 && Array.isArray(place)) place.push(inner, inner);
    else Reflect.set(place, key, structuredClone(strange[roll(strange.length)]));
    return;
  }
}
