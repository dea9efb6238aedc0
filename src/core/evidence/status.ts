import type { SignalSource, StatusFact } from '../../generated/types.ts';
import { standsForHead } from './commit.ts';
import { nothingCounts, type Reading, type Refusal, refusal, refused, settled, unknown } from './reading.ts';
import { dating, type Scope } from './scope.ts';

type StatusSource = Extract<SignalSource, { readonly kind: 'status' }>;

/** The value of a signal that the policy reads from a commit status, by the creator that it names. The newest counts. */
export function readStatus(source: StatusSource, scope: Scope): Reading {
  const { statuses } = scope.matter.snapshot;
  const named = statuses.list.filter(({ context }) => context === source.context);
  const where = `status:${source.context}`;
  const judged = named.map((status) => ({ status, fault: statusFault(status, source, scope) }));
  const refusals = judged.flatMap(({ fault }) => (fault === null ? [] : [refused(where, fault)]));
  const newest = judged
    .flatMap(({ status, fault }) => (fault === null ? [status] : []))
    .toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at))[0];
  if (newest === undefined || !statuses.complete) {
    if (!statuses.complete) return unknown('unread', 'The commit statuses could not be read to the end.', refusals);
    return nothingCounts(refusals, 'missing', `${source.creator} has not set the status ${source.context} yet.`);
  }
  const evidence = [{ source: where, commit: newest.sha, at: newest.created_at, digest: null }];
  const why = `The status ${source.context} by ${source.creator} is ${newest.state}.`;
  if (newest.state === 'pending' || newest.state === 'expected') return unknown('running', why, refusals, evidence);
  // As with jobs, a check that broke has ruled nothing out.
  if (newest.state === 'error' && scope.demanded_as === 'blocker') return unknown('missing', why, refusals, evidence);
  return settled(newest.state === 'success', why, evidence, refusals);
}

function statusFault(status: StatusFact, source: StatusSource, scope: Scope): Refusal | null {
  const login = status.creator?.login ?? null;
  if (login === null || login.toLowerCase() !== source.creator.toLowerCase()) {
    const by = login === null ? 'an account that is gone' : `@${login}`;
    return refusal('evidence_wrong_creator', `it was set by ${by}, and the policy names @${source.creator}.`);
  }
  if (!standsForHead(status.sha, scope)) {
    return refusal('evidence_wrong_commit', `it is for ${status.sha.slice(0, 7)}, not for the head.`);
  }
  const found = dating(status.created_at, scope);
  if (found === 'future') return refusal('evidence_future_dated', `it is dated in the future (${status.created_at}).`);
  return found === 'too_old'
    ? refusal('evidence_too_old', `it is from ${status.created_at}, older than allowed.`)
    : null;
}
