/**
 * Careful reading of answers: GitHub's data is typed by its schemas, but an answer can be partial, older or newer than
 * them (github-facts F33), so every value is looked at before it is used.
 */
type Step = string | number;

/**
 * The value behind a few steps; null when any of them is absent. Nothing is followed but what the answer itself holds. The
 * steps are parameters of their own, not a list: this is called hundreds of times a reading, and made a list each time.
 */
export function at(value: unknown, step: Step, next?: Step, third?: Step, fourth?: Step, fifth?: Step): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return null;
  const found = (value as Readonly<Record<Step, unknown>>)[step] ?? null;
  return next === undefined || found === null ? found : at(found, next, third, fourth, fifth);
}

/** The value at a path; null when any part of it is absent. */
export function atPath(value: unknown, path: readonly Step[]): unknown {
  let here = value;
  for (const step of path) here = at(here, step);
  return here ?? null;
}

/** The text at a path; null for anything else. */
export function textAt(value: unknown, step: Step, next?: Step, third?: Step, fourth?: Step): string | null {
  const found = at(value, step, next, third, fourth);
  return typeof found === 'string' ? found : null;
}

/** The finite number at a path; null for anything else. */
export function numberAt(value: unknown, step: Step, next?: Step, third?: Step, fourth?: Step): number | null {
  const found = at(value, step, next, third, fourth);
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
}

/** True or false at a path; null for anything else. */
export function booleanAt(value: unknown, step: Step, next?: Step, third?: Step, fourth?: Step): boolean | null {
  const found = at(value, step, next, third, fourth);
  return typeof found === 'boolean' ? found : null;
}

/** The list at a path; empty when there is none. */
export function listAt(value: unknown, step: Step, next?: Step, third?: Step, fourth?: Step): readonly unknown[] {
  const found = at(value, step, next, third, fourth);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

/** An id: a number, or GraphQL's `BigInt`, which comes as digits in a string. */
export function idAt(value: unknown, step: Step, next?: Step, third?: Step, fourth?: Step): number | null {
  const found = at(value, step, next, third, fourth);
  const id = typeof found === 'string' && /^\d+$/.test(found) ? Number(found) : found;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : null;
}
