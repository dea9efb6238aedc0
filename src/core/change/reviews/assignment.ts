/** What one role still needs from the people who approved for it. */
export interface RoleNeed {
  /** Different people needed in all. */
  readonly approvals: number;
  /** Ids of the candidates of each group; every group must have one. */
  readonly groups: readonly (readonly number[])[];
}

/** Person → index of the role that they count for. */
export type Assignment = ReadonlyMap<number, number>;

/** Up to this many roles every choice of roles is tried; beyond it roles are kept one by one, in order. */
const maxRolesTried = 10;
/** Steps of a search for people who cover all groups of CODEOWNERS; beyond it the roles count as not covered. */
const maxSteps = 2_000;

/**
 * Lets each person count for one role so that the most roles are satisfied; among equal choices the first in the order of
 * roles and candidates. People left over go to the first role that they can help, unsatisfied roles first.
 */
export function assign(roles: readonly RoleNeed[]): Assignment {
  if (roles.every(({ groups }) => groups.every((group) => group.length === 0))) return nobodyAssigned;
  const possible = roles.flatMap((_, index) => (satisfy(roles, [index], { steps: maxSteps }) === null ? [] : [index]));
  const { chosen, assignment } = bestChoice(roles, possible);
  const rest = roles
    .map((_, index) => index)
    .toSorted((a, b) => Number(chosen.includes(a)) - Number(chosen.includes(b)) || a - b);
  const out = new Map(assignment);
  for (const index of rest) {
    for (const person of roles[index]?.groups.flat() ?? []) if (!out.has(person)) out.set(person, index);
  }
  return out;
}

const nobodyAssigned: Assignment = new Map();

/** Whether the people assigned to a role are enough for it. */
export function isSatisfied(role: RoleNeed, people: ReadonlySet<number>): boolean {
  return people.size >= role.approvals && role.groups.every((group) => group.some((person) => people.has(person)));
}

interface Choice {
  readonly chosen: readonly number[];
  readonly assignment: Assignment;
}

function bestChoice(roles: readonly RoleNeed[], possible: readonly number[]): Choice {
  const tried = possible.length <= maxRolesTried ? choicesBySize(possible) : [possible];
  const budget = { steps: maxSteps };
  for (const chosen of tried) {
    const assignment = satisfy(roles, chosen, budget);
    if (assignment !== null) return { chosen, assignment };
  }
  let kept: Choice = { chosen: [], assignment: new Map() };
  for (const index of possible) {
    const chosen = [...kept.chosen, index];
    const assignment = satisfy(roles, chosen, { steps: maxSteps });
    if (assignment !== null) kept = { chosen, assignment };
  }
  return kept;
}

/** All choices out of a list, the largest first, then in the list's order. */
function choicesBySize(list: readonly number[]): readonly (readonly number[])[] {
  const choices = list.reduceRight<readonly (readonly number[])[]>(
    (behind, entry) => [...behind.map((choice) => [entry, ...choice]), ...behind],
    [[]],
  );
  return choices.toSorted((a, b) => b.length - a.length);
}

interface Budget {
  steps: number;
}

/** People for all of the chosen roles at once, or null. */
function satisfy(roles: readonly RoleNeed[], chosen: readonly number[], budget: Budget): Assignment | null {
  const plain = chosen.filter((index) => (roles[index]?.groups.length ?? 0) <= 1);
  const covering = chosen.filter((index) => (roles[index]?.groups.length ?? 0) > 1);
  const cover = (position: number, assignment: Assignment): Assignment | null => {
    const index = covering[position];
    const role = index === undefined ? undefined : roles[index];
    if (index === undefined || role === undefined) return fill(roles, [...covering, ...plain], assignment);
    const open = role.groups.find((group) => !group.some((person) => assignment.get(person) === index));
    if (open === undefined) return cover(position + 1, assignment);
    for (const person of open) {
      budget.steps -= 1;
      if (budget.steps < 0) return null;
      const found = assignment.has(person) ? null : cover(position, new Map(assignment).set(person, index));
      if (found !== null) return found;
    }
    return null;
  };
  return cover(0, new Map());
}

/** Gives each role the people it still lacks in number, moving others along augmenting paths; null when it can't be. */
function fill(roles: readonly RoleNeed[], chosen: readonly number[], fixed: Assignment): Assignment | null {
  const assignment = new Map(fixed);
  const seat = (index: number, tried: Set<number>): boolean => {
    for (const person of roles[index]?.groups.flat() ?? []) {
      if (fixed.has(person) || tried.has(person) || assignment.get(person) === index) continue;
      tried.add(person);
      const other = assignment.get(person);
      if (other === undefined || seat(other, tried)) {
        assignment.set(person, index);
        return true;
      }
    }
    return false;
  };
  for (const index of chosen) {
    let missing = (roles[index]?.approvals ?? 0) - countOf(assignment, index);
    for (; missing > 0; missing -= 1) if (!seat(index, new Set())) return null;
  }
  return assignment;
}

function countOf(assignment: Assignment, index: number): number {
  return [...assignment.values()].filter((other) => other === index).length;
}
