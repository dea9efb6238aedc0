import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Snapshot, TextFact } from '../../../src/generated/types.ts';
import { validateSnapshot } from '../../../src/generated/validators/snapshot.js';
import { codesOf } from '../../support/snapshot.ts';
import { worlds } from './events.ts';
import { decisionFor, richPolicy, richWorld, verdictOf } from './world.ts';

const hostile = fc.constantFrom(
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '', ' ', '\u0000', '../..', '\u202e'],
  ...['a'.repeat(5000), '💥', '{'.repeat(300), '*'.repeat(600), '[x](y)', 'safety', 'engineering'],
);

/** Every text of a snapshot may be replaced by a hostile one, and every list by an empty or a doubled one. */
function mutilated(value: unknown, pick: (kind: 'text' | 'list') => unknown): unknown {
  if (typeof value === 'string') return pick('text') ?? value;
  if (Array.isArray(value)) {
    const list = value.map((one) => mutilated(one, pick));
    const how = pick('list');
    return how === 'empty' ? [] : how === 'doubled' ? [...list, ...list] : list;
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mutilated(one, pick)]));
}

describe('order says nothing', () => {
  const shuffled = (world: Snapshot): fc.Arbitrary<Snapshot> => {
    const mix = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
      fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
    return fc
      .record({
        files: mix(world.files.list),
        reviews: mix(world.reviews.list),
        checks: mix(world.checks.list),
        statuses: mix(world.statuses.list),
        commits: mix(world.commits.list),
        teams: mix(world.teams),
        users: mix(world.users),
        reports: mix(world.reports),
        records: mix(world.records),
        permissions: mix(world.permissions),
        patches: mix(world.patches),
        signal_files: mix(world.signal_files),
      })
      .map((lists) => ({
        ...world,
        ...lists,
        files: { ...world.files, list: lists.files },
        reviews: { ...world.reviews, list: lists.reviews },
        checks: { ...world.checks, list: lists.checks },
        statuses: { ...world.statuses, list: lists.statuses },
        commits: { ...world.commits, list: lists.commits },
      }));
  };

  test('the same facts in any order give the same verdict and codes', () => {
    fc.assert(
      fc.property(
        worlds.chain((world) => fc.tuple(fc.constant(world), shuffled(world))),
        ([world, mixed]) => {
          const [one, two] = [decisionFor(world), decisionFor(mixed)];
          expect(two.verdict).toBe(one.verdict);
          expect(codesOf(two).toSorted()).toEqual(codesOf(one).toSorted());
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('hostile snapshots', () => {
  test('no snapshot that fits the schema makes the core throw, or touches prototypes', () => {
    let valid = 0;
    fc.assert(
      fc.property(worlds, fc.infiniteStream(fc.tuple(fc.nat(120), hostile)), (world, stream) => {
        const pick = (kind: 'text' | 'list'): unknown => {
          const [number, text] = stream.next().value as [number, string];
          if (kind === 'text') return number === 0 ? text : undefined;
          return number === 0 ? 'empty' : number === 1 ? 'doubled' : undefined;
        };
        const odd = mutilated(world, pick) as Snapshot;
        const sane = { ...odd, policy: odd.policy === null ? null : { ...odd.policy, text: richPolicy } };
        for (const snapshot of [odd, sane]) {
          if (!validateSnapshot(snapshot)) continue;
          valid += 1;
          expect(['go', 'wait', 'block']).toContain(decisionFor(snapshot).verdict);
        }
      }),
      { numRuns: 250 },
    );
    expect(valid).toBeGreaterThan(20);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s as every name', (name) => {
    const world = richWorld();
    const text = (one: TextFact): TextFact => ({
      ...one,
      text:
        one.text
          ?.replaceAll('offline_eval_passed', name)
          .replaceAll('chg-1', name)
          .replace('[engineering, safety]', `[${name}]`)
          .replace('- prompt_bundle', `- ${name}`)
          .replace('prompt_update', name)
          .replace('canary', name) ?? null,
    });
    expect(verdictOf({ ...world, records: world.records.map(text) })).not.toBe('go');
  });
});
