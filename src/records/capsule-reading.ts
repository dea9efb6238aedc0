import { canonicalJson } from '../core/canonical/json.ts';
import { decide } from '../core/decide.ts';
import type { Sha256 } from '../core/judgement.ts';
import type { Capsule, Decision, Problem } from '../generated/types.ts';
import { validateCapsule } from '../generated/validators/capsule.js';
import { digestOf } from './capsule.ts';
import { type JsonBounds, problemAt, readJson, schemaProblems } from './eval/json.ts';
import { plainReaders, prepareJudgement } from './judgement.ts';

/** A snapshot holds up to 3,000 files, their patches at each approval, and the texts of its records. */
const CAPSULE_BOUNDS: JsonBounds = { bytes: 32 * 1024 * 1024, values: 2_000_000 };

/** A capsule read from its JSON; null when it doesn't fit its schema or its digests. */
export type ReadCapsule =
  | { readonly capsule: Capsule; readonly problems: readonly [] }
  | { readonly capsule: null; readonly problems: readonly Problem[] };

/** Reads a capsule; that its digests fit says it is whole, not that it is true: `replay` says whether the decision follows. */
export function readCapsule(text: string, sha256: Sha256, file = 'capsule.json'): ReadCapsule {
  const { value, problem } = readJson(text, file, CAPSULE_BOUNDS);
  return problem === null ? capsuleIn(value, sha256, file, '') : { capsule: null, problems: [problem] };
}

/** What a file of capsules holds: one, or a list of them as a merge group's check has it, one for each pull request. */
export interface CapsuleFile {
  readonly is_list: boolean;
  /** At least one. */
  readonly capsules: readonly ReadCapsule[];
}

/** Reads each as `readCapsule` does. */
export function readCapsules(text: string, sha256: Sha256, file: string): CapsuleFile {
  const { value, problem } = readJson(text, file, CAPSULE_BOUNDS);
  if (problem !== null) return { is_list: false, capsules: [{ capsule: null, problems: [problem] }] };
  if (!Array.isArray(value) || value.length === 0)
    return { is_list: false, capsules: [capsuleIn(value, sha256, file, '')] };
  return { is_list: true, capsules: value.map((one: unknown, index) => capsuleIn(one, sha256, file, `/${index}`)) };
}

/** `at`: where in the file it stands, as a JSON pointer. */
function capsuleIn(value: unknown, sha256: Sha256, file: string, at: string): ReadCapsule {
  if (!validateCapsule(value)) {
    const problems = schemaProblems(validateCapsule.errors, file);
    return { capsule: null, problems: problems.map((one) => ({ ...one, pointer: `${at}${one.pointer}` })) };
  }
  const problems = (['snapshot', 'decision'] as const).flatMap((part) => {
    if (value[`${part}_digest`] === digestOf(value[part], sha256)) return [];
    const pointer = `${at}/${part}_digest`;
    return [problemAt('digest_mismatch', `${part}_digest is not the digest of ${part}`, file, { pointer })];
  });
  return problems.length > 0 ? { capsule: null, problems } : { capsule: value, problems: [] };
}

/** What a replay came to. `difference` is the JSON pointer at which the two decisions first differ, null when none does. */
export interface Replay {
  readonly same: boolean;
  readonly decision: Decision;
  readonly difference: Difference | null;
}

export interface Difference {
  readonly pointer: string;
  /** Canonical JSON of the value in the capsule and of the replayed one; null = absent there. */
  readonly recorded: string | null;
  readonly replayed: string | null;
}

/** Decides a capsule's snapshot again and compares the two decisions byte for byte. Nothing remembered is used. */
export function replay(capsule: Capsule, sha256: Sha256): Replay {
  const decision = decide(prepareJudgement(capsule.snapshot, plainReaders), sha256);
  const same = canonicalJson(decision) === canonicalJson(capsule.decision);
  return { same, decision, difference: same ? null : firstDifference(capsule.decision, decision, '') };
}

/** Depth first, keys in canonical order. */
function firstDifference(recorded: unknown, replayed: unknown, pointer: string): Difference | null {
  if (recorded !== undefined && replayed !== undefined && canonicalJson(recorded) === canonicalJson(replayed))
    return null;
  if (isContainer(recorded) && isContainer(replayed) && Array.isArray(recorded) === Array.isArray(replayed)) {
    const [left, right] = [entriesOf(recorded), entriesOf(replayed)];
    for (const key of new Set(
      [...left.keys(), ...right.keys()].toSorted(Array.isArray(recorded) ? byNumber : byUnit),
    )) {
      const step = key.replaceAll('~', '~0').replaceAll('/', '~1');
      const inner = firstDifference(left.get(key), right.get(key), `${pointer}/${step}`);
      if (inner !== null) return inner;
    }
    return null;
  }
  return recorded === replayed ? null : { pointer, recorded: shown(recorded), replayed: shown(replayed) };
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function entriesOf(value: object): Map<string, unknown> {
  return new Map<string, unknown>(Object.entries(value));
}

function byUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byNumber(a: string, b: string): number {
  return Number(a) - Number(b);
}

function shown(value: unknown): string | null {
  return value === undefined ? null : canonicalJson(value);
}
