import type { ReasonCode } from '../../generated/codes.ts';
import type { EvidenceRefused, EvidenceUsed, Signal, Ternary } from '../../generated/types.ts';

/** Why a signal isn't known: decides which reason and which next step are given. */
export type Pending = 'running' | 'undefined' | 'unattested' | 'unread' | 'missing';

/** A signal's value with the facts that it rests on, and those that were looked at and not counted. */
export interface Reading {
  readonly value: Ternary;
  /** Meaningful only while the value is unknown. */
  readonly pending: Pending;
  /** One sentence. */
  readonly why: string;
  readonly evidence: readonly EvidenceUsed[];
  readonly refused: readonly EvidenceRefused[];
  readonly cases?: NonNullable<Signal['cases']>;
}

/** Why a fact isn't counted. */
export interface Refusal {
  readonly code: ReasonCode;
  readonly why: string;
}

export function refusal(code: ReasonCode, why: string): Refusal {
  return { code, why };
}

export function refused(source: string, { code, why }: Refusal): EvidenceRefused {
  return { source, code, why };
}

export function settled(
  value: boolean,
  why: string,
  evidence: readonly EvidenceUsed[],
  refusals: readonly EvidenceRefused[] = [],
): Reading {
  return { value: value ? 'true' : 'false', pending: 'missing', why, evidence, refused: refusals };
}

export function unknown(
  pending: Pending,
  why: string,
  refusals: readonly EvidenceRefused[] = [],
  evidence: readonly EvidenceUsed[] = [],
): Reading {
  return { value: 'unknown', pending, why, evidence, refused: refusals };
}

/** Refusals that are no verdict on the fact: it could not be read yet. */
const unreadCodes: ReadonlySet<string> = new Set([
  'evidence_job_unread',
  'evidence_workflow_unread',
  'surfaces_unreadable',
  'checks_unreadable',
  'report_unread',
]);

/** Whether a refusal only says that something could not be read. */
export function isUnread({ code }: { readonly code: string }): boolean {
  return unreadCodes.has(code);
}

/** The reading when nothing counts: what could not be read comes before what isn't there. */
export function nothingCounts(refusals: readonly EvidenceRefused[], pending: Pending, why: string): Reading {
  const unread = refusals.find(isUnread);
  if (unread !== undefined) return unknown('unread', unread.why, refusals);
  const [first] = refusals;
  return unknown(
    first === undefined ? pending : 'missing',
    first === undefined ? why : `Nothing found counts: ${first.why}`,
    refusals,
  );
}
