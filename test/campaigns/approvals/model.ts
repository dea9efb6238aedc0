import type { Step } from './history.ts';

/** A required role as people would describe it. */
export interface NaiveRole {
  readonly name: string;
  readonly members: readonly number[];
  readonly needed: number;
  /** Looks at runtime/ alone, where the diff touches it. */
  readonly onlyRuntime: boolean;
  /** One of these must be among its people as well, where the diff touches runtime/; empty = no such demand. */
  readonly ownersOfRuntime: readonly number[];
  /** Whether its members are all there are (else nobody can tell that it can't be given). */
  readonly closed: boolean;
}

interface Opinion {
  readonly says: 'approve' | 'object';
  readonly prompts: number;
  readonly runtime: number;
  readonly runs: boolean;
}

/**
 * The rules of approvals told as a story, with nothing of the product in it: what each person last said is kept and
 * thrown away as things happen; who can be counted is found by trying everything. Answers each role's state.
 */
export function naiveStates(steps: readonly Step[], author: number, roles: readonly NaiveRole[]): readonly string[] {
  const pushes = [{ prompts: 1, runtime: 0, runs: false }];
  const hands = new Set([author]);
  let now = pushes[0] ?? { prompts: 1, runtime: 0, runs: false };
  const said = new Map<number, Opinion>();
  for (const step of steps) {
    if (step.act === 'push' || step.act === 'force_push' || step.act === 'bring' || step.act === 'turn') {
      hands.add(step.who);
      if (step.act === 'bring') hands.add(step.maker);
      const back = step.act === 'force_push' ? pushes[step.to % pushes.length] : undefined;
      if (step.act === 'turn') now = { ...now, runs: !now.runs };
      else if (step.act === 'force_push') now = back ?? now;
      else now = { prompts: step.prompts, runtime: step.runtime, runs: now.runs };
      pushes.push(now);
    }
    if (step.act === 'approve' || step.act === 'object') said.set(step.who, { says: step.act, ...now });
    if (step.act === 'dismiss') said.delete(step.who);
    // Nothing approved for another base stands; an objection is still one.
    if (step.act === 'retarget') for (const [who, { says }] of said) if (says === 'approve') said.delete(who);
  }
  const holders = ({ members, ownersOfRuntime }: NaiveRole): readonly number[] =>
    now.runtime > 0 ? [...members, ...ownersOfRuntime] : members;
  const counts = (role: NaiveRole): readonly number[] =>
    [...said]
      .filter(([who, opinion]) => {
        const isRuntimeOnly = role.onlyRuntime && now.runtime > 0;
        const isSame =
          opinion.runtime === now.runtime &&
          (isRuntimeOnly || (opinion.prompts === now.prompts && opinion.runs === now.runs));
        return opinion.says === 'approve' && holders(role).includes(who) && !hands.has(who) && isSame;
      })
      .map(([who]) => who);
  const given = firstGreatest(
    roles.map((role) => {
      const groups = role.ownersOfRuntime.length > 0 && now.runtime > 0 ? [role.members, role.ownersOfRuntime] : [];
      return { needed: role.needed, people: counts(role), groups };
    }),
  );
  return roles.map((role, index) => {
    const left = (members: readonly number[]): number => members.filter((who) => !hands.has(who)).length;
    const groups = [
      role.members,
      ...(now.runtime > 0 && role.ownersOfRuntime.length > 0 ? [role.ownersOfRuntime] : []),
    ];
    if (role.closed && groups.some((members) => left(members) < role.needed)) return 'unsatisfiable';
    const isObjected = [...said].some(([who, { says }]) => says === 'object' && holders(role).includes(who));
    return isObjected ? 'changes_requested' : given.includes(index) ? 'given' : 'missing';
  });
}

interface Wanting {
  readonly needed: number;
  readonly people: readonly number[];
  /** Each of these groups must have one among the chosen; several groups may take more people than `needed`. */
  readonly groups: readonly (readonly number[])[];
}

/** Of all sets of roles that can be given at once, one person for one role: the greatest, of equals the first in order. */
function firstGreatest(roles: readonly Wanting[]): readonly number[] {
  let best: readonly number[] = [];
  for (let bits = (1 << roles.length) - 1; bits > 0; bits -= 1) {
    // The first role is the highest bit, so that going down meets earlier roles first.
    const set = roles.flatMap((_, index) => ((bits >> (roles.length - 1 - index)) & 1 ? [index] : []));
    if (set.length > best.length && canAll(set, roles, new Set())) best = set;
  }
  return best;
}

function canAll(set: readonly number[], roles: readonly Wanting[], taken: ReadonlySet<number>): boolean {
  const [first, ...rest] = set;
  if (first === undefined) return true;
  const { needed = 1, people = [], groups = [] } = roles[first] ?? {};
  const free = people.filter((who) => !taken.has(who));
  const sizes = Array.from({ length: groups.length + 1 }, (_, more) => needed + more);
  return sizes
    .flatMap((size) => choose(free, size))
    .filter((team) => groups.every((group) => team.some((who) => group.includes(who))))
    .some((team) => canAll(rest, roles, new Set([...taken, ...team])));
}

function choose(people: readonly number[], count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]];
  return people.flatMap((who, index) => choose(people.slice(index + 1), count - 1).map((team) => [who, ...team]));
}
