import type { Signal, SignalPolicy } from '../../generated/types.ts';
import type { Matter } from '../change/matter.ts';
import type { Proposal } from '../change/proposal.ts';
import type { SeedCode } from '../change/surfaces/seed-demands.ts';
import type { Reading } from '../evidence/reading.ts';
import { readSignal, signalPolicy } from '../evidence/signal.ts';
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
  readonly by: Set<string>;
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
    const isOfCommit = ['job', 'report', 'status', 'attestation'].includes(signal.source.kind);
    const reading = readSignal({
      matter: isOfCommit ? inGroup : matter,
      name,
      signal,
      demanded_as,
      at,
      is_trusted,
      bundles,
      folders,
    });
    const { value, why, evidence, refused, cases } = reading;
    const facts = { name, value, demanded_as, at, demanded_by: [...by], why, evidence, refused };
    return {
      signal: cases === undefined ? facts : { ...facts, cases },
      pending: reading.pending,
      policy: signal,
      seed_code: seed,
    };
  });
}

function asksOf(proposals: readonly Proposal[]): readonly Ask[] {
  const asks = new Map<string, Ask>();
  const ask = (name: string, demanded_as: Ask['demanded_as'], at: Ask['at'], by: readonly string[]): Ask => {
    const key = `${demanded_as} ${name}`;
    const entry = asks.get(key) ?? { name, demanded_as, at, by: new Set<string>(), seed: null };
    for (const who of by) entry.by.add(who);
    asks.set(key, entry);
    return entry;
  };
  for (const { demands } of proposals) {
    for (const { name, at, demanded_by, seed_code } of demands.signals) {
      ask(name, 'required', at, demanded_by).seed ??= seed_code;
    }
  }
  for (const { demands } of proposals) {
    for (const { name, at, demanded_by } of demands.blockers) ask(name, 'blocker', at, demanded_by);
  }
  return [...asks.values()];
}

/** Reviews that make edits of trusted paths count after all, by role, with the signals that ask for them (github-checked 2). */
export function trustedReviews(
  proposals: readonly Proposal[],
  matter: Matter,
): readonly { readonly role: string; readonly demanded_by: readonly string[] }[] {
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
