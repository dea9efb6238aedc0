import type { SignalPolicy } from '../../generated/types.ts';
import type { Matter } from '../change/matter.ts';

/** What a signal's evidence is read under. */
export interface Scope {
  readonly matter: Matter;
  readonly name: string;
  readonly signal: SignalPolicy;
  /** A blocker must be false, so that only a definite no may settle it. */
  readonly demanded_as: 'required' | 'blocker';
  /** No age limit at merge, where evidence is bound to the commit; `max_age_seconds` at a promotion (DESIGN 5). */
  readonly at: 'merge' | 'promote';
  /** True when the signal's `trusted_reviewer` approved this patch. */
  readonly is_trusted: boolean;
  /** Bundles that the pull request's records name. */
  readonly bundles: readonly string[];
  /** Folders of the pull request's records. */
  readonly folders: readonly string[];
}

/** How far a clock may run ahead of GitHub's before a fact counts as dated in the future, in milliseconds. */
const leeway = 300_000;

/** A fact's time against the snapshot's clock: UTC texts in, a judgement on its date out. A time that can't be read is too old. */
export function dating(at: string | null, { matter, at: binding, signal }: Scope): 'fits' | 'future' | 'too_old' {
  if (at === null) return binding === 'merge' ? 'fits' : 'too_old';
  const age = Date.parse(matter.snapshot.now) - Date.parse(at);
  if (age < -leeway) return 'future';
  if (binding === 'merge') return Number.isNaN(age) ? 'future' : 'fits';
  return age <= signal.max_age_seconds * 1000 ? 'fits' : 'too_old';
}
