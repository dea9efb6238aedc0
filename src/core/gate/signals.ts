import type { EffectivePolicy, Signal, SignalPolicy, SignalSource } from '../../generated/types.ts';
import type { Matter } from '../change/matter.ts';
import type { Proposal } from '../change/proposal.ts';
import type { SeedCode } from '../change/surfaces/seed-demands.ts';
import type { Reading } from '../evidence/reading.ts';
import { readSignal, signalPolicy } from '../evidence/signal.ts';
import { keptFor } from '../kept.ts';
import { evidenceMatter } from './group/evidence.ts';
import { callsOthers, vouchingFault } from '../evidence/vouching.ts';

/** A demanded signal with its value and what it was read by. */
export interface ReadSignal {
  readonly signal: Signal;
  readonly pending: Reading['pending'];
  readonly policy: SignalPolicy;
  /** The seed's reason when an affected surface demands it by its name. */
  readonly seed_code: SeedCode | null;
}

interface Ask {
  readonly name: string;
  readonly demanded_as: Signal['demanded_as'];
  readonly at: Signal['at'];
  readonly by: string[];
  seed: SeedCode | null;
}

/**
 * Reads every signal that the proposals demand, once, the required ones first. `approved` are the roles whose review is
 * given for the whole patch: they may vouch for edits of trusted paths.
 */
export function readSignals(
  proposals: readonly Proposal[],
  matter: Matter,
  approved: ReadonlySet<string>,
): readonly ReadSignal[] {
  // A bundle_id that is made from the head can't be known to whoever measured: only the author's own word is compared.
  const bundles = proposals.flatMap(({ rollout }) => (rollout === null ? [] : (rollout.bundle_id ?? [])));
  const folders = proposals.map(({ folder }) => folder);
  const inGroup = evidenceMatter(matter);
  return asksOf(proposals).map(({ name, demanded_as, at, by, seed }) => {
    const signal = signalPolicy(name, matter.policy);
    const { trusted_reviewer } = signal;
    const is_trusted = trusted_reviewer !== null && approved.has(trusted_reviewer);
    // What people and files say was said of the pull request; that it is the same in a group is judged by the patch.
    const reading = readSignal({
      matter: ofCommit.has(signal.source.kind) ? inGroup : matter,
      name,
      signal,
      demanded_as,
      at,
      is_trusted,
      bundles,
      folders,
    });
    const { value, why, evidence, refused, cases } = reading;
    const facts = { name, value, demanded_as, at, demanded_by: by, why, evidence, refused };
    return {
      signal: cases === undefined ? facts : { ...facts, cases },
      pending: reading.pending,
      policy: signal,
      seed_code: seed,
    };
  });
}

const ofCommit: ReadonlySet<SignalSource['kind']> = new Set(['job', 'report', 'status', 'attestation']);

function asksOf(proposals: readonly Proposal[]): readonly Ask[] {
  const [required, blockers] = [new Map<string, Ask>(), new Map<string, Ask>()];
  for (const { demands } of proposals) {
    for (const { name, at, demanded_by, seed_code } of demands.signals) {
      const known = required.get(name);
      if (known === undefined) {
        required.set(name, { name, demanded_as: 'required', at, by: [...demanded_by], seed: seed_code });
      } else {
        known.seed ??= seed_code;
        addNew(demanded_by, known.by);
      }
    }
    for (const { name, at, demanded_by } of demands.blockers) {
      const known = blockers.get(name);
      if (known === undefined)
        blockers.set(name, { name, demanded_as: 'blocker', at, by: [...demanded_by], seed: null });
      else addNew(demanded_by, known.by);
    }
  }
  return [...required.values(), ...blockers.values()];
}

function addNew(names: readonly string[], list: string[]): void {
  for (const name of names) if (!list.includes(name)) list.push(name);
}

/** Reviews that make edits of trusted paths count after all, by role, with the signals that ask for them (github-checked 2). */
export function trustedReviews(
  proposals: readonly Proposal[],
  matter: Matter,
): readonly { readonly role: string; readonly demanded_by: readonly string[] }[] {
  if (!namesTrustedReviewers(matter.policy.signals)) return [];
  return asksOf(proposals).flatMap(({ name }) => {
    const signal = signalPolicy(name, matter.policy);
    const { source, trusted_reviewer } = signal;
    if (trusted_reviewer === null || (source.kind !== 'job' && source.kind !== 'report')) return [];
    const calls = source.kind === 'job' ? source.name.includes(' / ') : callsOthers(source.workflow, matter);
    const fault = vouchingFault(source.workflow ?? '', signal, matter, calls);
    const isEdited = fault !== null && fault.code !== 'surfaces_unreadable';
    return isEdited ? [{ role: trusted_reviewer, demanded_by: [`signal:${name}`] }] : [];
  });
}

/** A signal that the policy doesn't define has no trusted reviewer. */
function namesTrustedReviewers(signals: EffectivePolicy['signals']): boolean {
  return trusting(signals).length > 0;
}

const trusting = keptFor((signals: EffectivePolicy['signals']) =>
  Object.values(signals).filter(({ trusted_reviewer }) => trusted_reviewer !== null),
);
