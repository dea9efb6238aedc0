/**
 * Careful reading of answers: GitHub's data is typed by its schemas, but an answer can be partial, older or newer than
 * them (github-facts F33), so every value is looked at before it is used.
 */
type Step = string | number;

/** The value at a path; null when any part of it is absent. */
export function at(value: unknown, ...path: readonly Step[]): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return null;
    here = (here as Readonly<Record<Step, unknown>>)[step];
  }
  return here ?? null;
}

export function textAt(value: unknown, ...path: readonly Step[]): string | null {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : null;
}

export function numberAt(value: unknown, ...path: readonly Step[]): number | null {
  const found = at(value, ...path);
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
}

export function booleanAt(value: unknown, ...path: readonly Step[]): boolean | null {
  const found = at(value, ...path);
  return typeof found === 'boolean' ? found : null;
}

/** The list at a path; empty when there is none. */
export function listAt(value: unknown, ...path: readonly Step[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

/** An id: a number, or GraphQL's `BigInt`, which comes as digits in a string. */
export function idAt(value: unknown, ...path: readonly Step[]): number | null {
  const found = at(value, ...path);
  const id = typeof found === 'string' && /^\d+$/.test(found) ? Number(found) : found;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : null;
}
