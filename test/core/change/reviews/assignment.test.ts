import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, isSatisfied, type RoleNeed } from '../../../../src/core/change/reviews/assignment.ts';
import { processorTime } from '../../../support/processor-time.ts';

const plain = (approvals: number, ...candidates: readonly number[]): RoleNeed => ({ approvals, groups: [candidates] });
const covering = (...groups: readonly (readonly number[])[]): RoleNeed => ({ approvals: 1, groups });

/** The people of each role, by index. */
function seats(roles: readonly RoleNeed[]): readonly (readonly number[])[] {
  const assignment = assign(roles);
  return roles.map((_, index) =>
    [...assignment]
      .filter(([, at]) => at === index)
      .map(([person]) => person)
      .toSorted((a, b) => a - b),
  );
}

describe('one person counts for one role', () => {
  it.each<[sentence: string, roles: readonly RoleNeed[], people: readonly (readonly number[])[]]>([
    ['each role gets its own candidate', [plain(1, 1), plain(1, 2)], [[1], [2]]],
    ['who could do both does what nobody else can', [plain(1, 1, 2), plain(1, 1)], [[2], [1]]],
    ['along a chain of three', [plain(1, 1, 2), plain(1, 2, 3), plain(1, 1)], [[2], [3], [1]]],
    ['only one of two roles gets the only candidate, the first', [plain(1, 1), plain(1, 1)], [[1], []]],
    ['a role that needs two gets two', [plain(2, 1, 2, 3), plain(1, 1)], [[2, 3], [1]]],
    [
      'a role that needs two steps back when two others can be satisfied',
      [plain(2, 1, 2), plain(1, 1), plain(1, 2)],
      [[], [1], [2]],
    ],
    ['half a role is filled with who is left over', [plain(2, 1), plain(1, 2)], [[1], [2]]],
    ['more than needed is taken', [plain(1, 1, 2)], [[1, 2]]],
    ['left over people go to the role that is short', [plain(1, 1, 2), plain(3, 2, 3)], [[1], [2, 3]]],
    ['one person covers several groups of files', [covering([1, 2], [2, 3])], [[1, 2, 3]]],
    ['every group is covered although one is wanted elsewhere', [plain(1, 2), covering([1, 2], [2, 3])], [[2], [1, 3]]],
    ['a cover that is not there leaves its people to others', [covering([1], []), plain(1, 1)], [[], [1]]],
    ['nobody at all', [plain(1), covering([], [])], [[], []]],
    ['no roles', [], []],
  ])('%s', (_, roles, people) => {
    expect(seats(roles)).toEqual(people);
  });

  it('satisfies as many roles as any assignment could', () => {
    const candidates = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 4 });
    const needs = fc.array(
      fc.record({
        approvals: fc.integer({ min: 1, max: 2 }),
        groups: fc.array(candidates, { minLength: 1, maxLength: 2 }),
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(needs, (roles) => {
        const assignment = assign(roles);
        for (const [who, index] of assignment) expect(roles[index]?.groups.flat()).toContain(who);
        expect(satisfied(roles, assignment)).toBe(mostSatisfied(roles, 1, new Map()));
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('ends on many people and many groups of files, and rather finds nothing than something wrong', () => {
    const crowd = Array.from({ length: 60 }, (_, index) => index);
    const groups = Array.from({ length: 30 }, (_, group) => crowd.filter((who) => (who * 7 + group) % 5 === 0));
    const roles = Array.from({ length: 12 }, (_, index) =>
      index % 2 === 0 ? { approvals: 3, groups } : plain(6, ...crowd),
    );
    let assignment: ReturnType<typeof assign> = new Map();
    const took = processorTime(() => {
      assignment = assign(roles);
    });
    expect(took).toBeLessThan(5_000);
    expect(satisfied(roles, assignment)).toBeGreaterThan(0);
  });
});

function satisfied(roles: readonly RoleNeed[], assignment: ReadonlyMap<number, number>): number {
  const peopleOf = (index: number) => new Set([...assignment].filter(([, at]) => at === index).map(([who]) => who));
  return roles.filter((need, index) => isSatisfied(need, peopleOf(index))).length;
}

/** Tries everything: each of five people for each role or none. */
function mostSatisfied(roles: readonly RoleNeed[], who: number, assignment: ReadonlyMap<number, number>): number {
  if (who > 5) return satisfied(roles, assignment);
  const choices = roles.flatMap((need, index) => (need.groups.flat().includes(who) ? [index] : []));
  const withWho = choices.map((index) => mostSatisfied(roles, who + 1, new Map(assignment).set(who, index)));
  return Math.max(mostSatisfied(roles, who + 1, assignment), ...withWho);
}
