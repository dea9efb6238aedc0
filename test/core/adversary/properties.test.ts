import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Snapshot, TextFact } from '../../../src/generated/types.ts';
import { approval, base, changePath, other, people, person, rolloutPath, textFact } from '../../support/snapshot.ts';
import { events, type Turn, worlds } from './events.ts';
import { richWorld, verdictOf } from './world.ts';

/** A change that needs neither people nor evals to be asked for by its record: the floors do. */
const replacements: readonly (readonly [what: string, change: string | null, rollout: string | null])[] = [
  ['emptied', '', ''],
  ['gone', null, null],
  ['of low risk', changed('risk_level: high', 'risk_level: low'), undefined as never],
  ['without reviews', changed('required_reviews: [engineering, safety]', 'required_reviews: []'), undefined as never],
  ['without evals', changed('required_evals: [offline_eval_passed]', 'required_evals: []'), undefined as never],
  [
    'without surfaces',
    changed('affected_surfaces:\n  - prompt_bundle\n', 'affected_surfaces: []\n'),
    undefined as never,
  ],
  ['of another id', changed('change_id: chg-1', 'change_id: chg-2'), undefined as never],
  ['approved by itself', changed('risk_level', 'status: approved\nrisk_level'), undefined as never],
  ['of an unknown surface', changed('- prompt_bundle', '- __proto__'), undefined as never],
];

function changed(what: string, by: string): string {
  const text = richWorld().records.find(({ path }) => path === changePath)?.text ?? '';
  expect(text).toContain(what);
  return text.replace(what, by);
}

describe('taking away', () => {
  test('an approval, a check, a status or a report never makes a decision better', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        if (verdictOf(world) === 'go') return;
        const without = <T>(list: readonly T[], put: (list: readonly T[]) => Snapshot): Snapshot[] =>
          list.map((_, index) => put(list.filter((_one, at) => at !== index)));
        const approvals = world.reviews.list.filter(({ state }) => state === 'approved');
        const weaker = [
          ...approvals.map((one) => {
            return { ...world, reviews: { ...world.reviews, list: world.reviews.list.filter((kept) => kept !== one) } };
          }),
          ...without(
            world.checks.list.filter(({ id }) => id < 900),
            (list) => ({
              ...world,
              checks: { ...world.checks, list: [...list, ...world.checks.list.filter(({ id }) => id >= 900)] },
            }),
          ),
          ...without(world.statuses.list.slice(0, 1), (list) => ({
            ...world,
            statuses: { ...world.statuses, list: [...list, ...world.statuses.list.slice(1)] },
          })),
          ...without(world.reports.slice(0, 1), (list) => ({
            ...world,
            reports: [...list, ...world.reports.slice(1)],
          })),
        ];
        expect(weaker.map(verdictOf)).not.toContain('go');
      }),
      { numRuns: 40 },
    );
  });
});

describe('the files of a pull request only tighten', () => {
  const required: readonly (keyof typeof events)[] = [
    'engineering has not approved',
    'safety has not approved',
    'an owner has not approved',
    'a newer run of the job fails',
    'a newer report fails',
    'another surface is edited',
    'the workflow is edited',
    'an issue is open',
  ];
  const withBase = (world: Snapshot): Snapshot => ({
    ...world,
    records: [...world.records, ...world.records.map((one): TextFact => ({ ...one, at: 'base', commit: base }))],
  });

  test.each(replacements)('a record that is %s opens nothing that the floors demand', (_what, change, rollout) => {
    for (const name of required) {
      const world = withBase((events[name] as Turn)(richWorld()));
      const attacked = replaced(replaced(world, changePath, change), rolloutPath, rollout);
      expect([name, verdictOf(attacked)]).not.toEqual([name, 'go']);
    }
  });

  test('any mutation of the record text', () => {
    const text = richWorld().records.find(({ path }) => path === changePath)?.text ?? '';
    const lines = text.split('\n');
    fc.assert(
      fc.property(fc.subarray(lines), fc.constantFrom(...required), (kept, name) => {
        const world = withBase((events[name] as Turn)(richWorld()));
        expect(verdictOf(replaced(world, changePath, kept.join('\n')))).not.toBe('go');
      }),
      { numRuns: 60 },
    );
  });
});

describe('approvals that count for nothing', () => {
  const strangers = [people.robot, people.ada, person(77, 'mallory'), { ...people.dan, type: 'Bot' as const }];

  test('bots, the author, committers, pushers and strangers add nothing', () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(...strangers), (world, who) => {
        if (verdictOf(world) === 'go') return;
        const made = { ...world, commits: world.commits };
        const list = [...world.reviews.list, approval(who, 60), approval(who, 61, { commit: other })];
        expect(verdictOf({ ...made, reviews: { ...world.reviews, list } })).not.toBe('go');
      }),
      { numRuns: 40 },
    );
  });

  test.each(['commits', 'pushers', 'co_authors', 'requesters'] as const)('role holders among %s', (hand) => {
    for (const who of [people.bob, people.carol, people.dan, people.erin]) {
      const world = richWorld();
      const identity = { person: who, name: who.login };
      const turns: Record<typeof hand, Partial<Snapshot>> = {
        commits: {
          commits: {
            complete: true,
            list: world.commits.list.map((one) => ({ ...one, committer: identity })),
          },
        },
        pushers: { pushers: { known: true, list: [who] } },
        co_authors: {
          commits: { complete: true, list: world.commits.list.map((one) => ({ ...one, co_authors: [identity] })) },
        },
        requesters: { requesters: { known: true, list: [who] } },
      };
      expect(verdictOf({ ...world, ...turns[hand] })).not.toBe('go');
    }
  });
});

function replaced(world: Snapshot, path: string, text: string | null | undefined): Snapshot {
  if (text === undefined) return world;
  const records = world.records.filter((one) => one.path !== path || one.at !== 'head');
  const list = world.files.list.map((file) =>
    file.path === path && text === null ? { ...file, change: 'removed' as const } : file,
  );
  return {
    ...world,
    records: text === null ? records : [...records, textFact(path, text)],
    files: { ...world.files, list },
  };
}
