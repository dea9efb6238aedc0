import type { ReasonCode } from '../../../generated/codes.ts';
import type { Review, Snapshot } from '../../../generated/types.ts';
import { mattersWhoPushed, unlinkedNames } from './exclusion.ts';
import { isObjectedByTheGone } from './opinion.ts';
import { isUnread, type ReviewReason, type RoleOutcome } from './outcome.ts';

/** Reasons that concern all reviews at once: facts that could not be read, and names that nobody stands behind. */
export function generalReasons(snapshot: Snapshot, outcomes: readonly RoleOutcome[]): readonly ReviewReason[] {
  const reasons: ReviewReason[] = [];
  const unlinked = unlinkedNames(snapshot.commits.list).map((name) =>
    reason('identity_unlinked', 'advise', `The commit identity ${name} is linked to no GitHub account.`, 'commits'),
  );
  if (outcomes.length === 0) return unlinked;
  if (!snapshot.reviews.complete) {
    reasons.push(reason('reviews_unreadable', 'wait', 'The reviews could not be read to the end.', 'reviews'));
  }
  if (isObjectedByTheGone(snapshot.reviews.list)) {
    const message = 'An account that is gone asked for changes, and which roles it held is unknown.';
    reasons.push(reason('review_changes_requested', 'wait', message, 'reviews'));
  }
  if (!snapshot.commits.complete) {
    const message = 'The commits could not be read to the end, so nobody can tell whose approval counts.';
    reasons.push(reason('commits_unreadable', 'wait', message, 'commits'));
  }
  if (!snapshot.pushers.known && mattersWhoPushed(snapshot.reviews)) {
    const message = 'Nobody can tell who pushed to the branch, so no approval can be counted.';
    reasons.push(reason('pusher_unknown', 'wait', message, 'pushers'));
  }
  if (!snapshot.requesters.known) {
    const message = 'Nobody can tell who asked the agent for this change, so no approval can be counted.';
    reasons.push(reason('requester_unknown', 'wait', message, 'requesters'));
  }
  return [...reasons, ...unlinked];
}

/** What each review that isn't given is waiting for, then why the reviews that were given don't count. */
export function rolesReasons(outcomes: readonly RoleOutcome[], reviews: readonly Review[]): readonly ReviewReason[] {
  const open = outcomes.flatMap((outcome, index) => {
    const review = reviews[index];
    return review === undefined || review.state === 'given' ? [] : [{ outcome, review }];
  });
  return [
    ...open.flatMap(({ outcome, review }) => bindingReasons(outcome, review)),
    ...open.flatMap(({ outcome, review }) => advice(outcome, review)),
  ];
}

function bindingReasons(outcome: RoleOutcome, review: Review): readonly ReviewReason[] {
  const { role, needed, given } = review;
  const subject = `role:${role}`;
  const { holders, known } = outcome.role;
  const changed = holders.changed.map(({ login }) => {
    const message = `The login @${login}, which the policy names for ${role}, belongs to another account than the one pinned.`;
    return reason('identity_changed', 'wait', message, subject);
  });
  if (!known)
    return [reason('role_unknown', 'block', `${role} is no role of the policy and can't be a team's name.`, subject)];
  switch (review.state) {
    case 'unsatisfiable':
      return [
        reason('unsatisfiable', 'block', `The review by ${role} can't be given: ${outcome.impossible ?? ''}`, subject),
        ...changed,
      ];
    case 'changes_requested':
      return outcome.weighed.flatMap(({ verdict }) =>
        verdict.kind === 'objects'
          ? [reason('review_changes_requested', 'wait', `For ${role}: ${verdict.why}`, subject)]
          : [],
      );
    case 'unreadable':
      return [...unreadable(outcome, subject), ...changed];
    case 'missing': {
      // The approvals are there and only the pusher is unknown: asking for another one would not help.
      if (outcome.enough) return changed;
      const count = needed > 1 ? ` (${given.length} of ${needed} given)` : '';
      const open = uncovered(outcome, review);
      const message = `The review by ${role} is missing${count}${open === null ? '' : `: no owner of ${open} has approved it`}.`;
      return [reason('review_missing', 'wait', message, subject), ...changed];
    }
    case 'given':
      return [];
  }
}

/**
 * Reviews that were not read to the end have a reason of their own; this is about the role alone, and about the permission
 * of those who spoke.
 */
function unreadable({ role, weighed }: RoleOutcome, subject: string): readonly ReviewReason[] {
  const people = weighed.filter(isUnread).map(({ opinion }) => `@${opinion.person.login}`);
  const [why] = [...role.holders.unreadable, ...people.map((name) => `${name}'s permission could not be read`)];
  if (why === undefined) return [];
  return [reason('role_unreadable', 'wait', `Who holds ${role.name} can't be read: ${why}.`, subject)];
}

/** The first path of a group of owners none of whom is counted; null when all groups are covered or there is only one. */
function uncovered({ role, weighed }: RoleOutcome, { given }: Review): string | null {
  if (role.groups.length < 2) return null;
  const covered = weighed.flatMap(({ verdict }) =>
    verdict.kind === 'approves' && given.includes(verdict.given) ? verdict.groups : [],
  );
  return role.groups.find((_, index) => !covered.includes(index))?.paths[0] ?? null;
}

/** Someone who counts for another role need not be told that they don't hold this one. */
function advice({ roleOf }: RoleOutcome, { role, not_counted }: Review): readonly ReviewReason[] {
  return not_counted.flatMap(({ person, code, why }) => {
    if (!isAdvice(code)) return [];
    const isElsewhere = person !== null && roleOf(person.id) !== null;
    return code === 'approver_not_in_role' && isElsewhere ? [] : [reason(code, 'advise', why, `role:${role}`)];
  });
}

/** Codes that explain an approval; the others stand among the binding reasons already. */
function isAdvice(code: string): code is ReasonCode {
  return code.startsWith('approver_') || (code.startsWith('approval_') && code !== 'approval_withdrawn');
}

function reason(code: ReasonCode, effect: ReviewReason['effect'], message: string, subject: string): ReviewReason {
  return { code, effect, message, subject };
}
