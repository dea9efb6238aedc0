import type { Person } from '../generated/types.ts';
import type { Needs } from './ports/needs.ts';

/** What both need: reading more than a judgement asks for changes nothing about it. */
export function unionOf(a: Needs, b: Needs): Needs {
  const names = (of: (needs: Needs) => readonly string[]): readonly string[] =>
    [...new Set([...of(a), ...of(b)])].sort();
  const people = new Map([...a.permissions, ...b.permissions].map((person): [number, Person] => [person.id, person]));
  return {
    ...a,
    ...b,
    governed: a.governed || b.governed,
    teams: names(({ teams }) => teams),
    users: names(({ users }) => users),
    permissions: [...people.values()].sort((one, other) => one.id - other.id),
    records: names(({ records }) => records),
    reviewed: names(({ reviewed }) => reviewed),
    files: merged(
      [...a.files, ...b.files],
      ({ path }) => path,
      (one, other) => ({ ...one, text: one.text || other.text }),
    ),
    checks: names(({ checks }) => checks),
    statuses: names(({ statuses }) => statuses),
    reports: merged(
      [...a.reports, ...b.reports],
      ({ workflow, artifact }) => JSON.stringify([workflow, artifact]),
      (one, other) => ({ ...one, baseline: one.baseline || other.baseline }),
    ),
    issues_label: a.issues_label ?? b.issues_label,
    code_scanning: a.code_scanning || b.code_scanning,
    codeowners: a.codeowners || b.codeowners,
    change_ids: names(({ change_ids }) => change_ids),
    bundle_ids: names(({ bundle_ids }) => bundle_ids),
  };
}

function merged<T>(list: readonly T[], keyOf: (one: T) => string, join: (one: T, other: T) => T): readonly T[] {
  const found = new Map<string, T>();
  for (const one of list) {
    const known = found.get(keyOf(one));
    found.set(keyOf(one), known === undefined ? one : join(known, one));
  }
  return [...found.values()];
}
