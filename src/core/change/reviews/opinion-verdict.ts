import type { ReasonCode } from '../../../generated/codes.ts';
import type { ApprovalGiven, Snapshot } from '../../../generated/types.ts';
import { currencyOf, type Patches } from './currency.ts';
import type { Exclusion } from './exclusion.ts';
import type { Opinion } from './opinion.ts';
import { type Membership, membershipOf, permissionReaches, permissionUnread } from './people.ts';
import type { Role } from './role.ts';

/** What one person's opinion is worth for one role. */
export type OpinionVerdict =
  | { readonly kind: 'approves'; readonly given: ApprovalGiven; readonly groups: readonly number[] }
  /** Someone who holds the role asks for changes. */
  | { readonly kind: 'objects'; readonly code: ReasonCode; readonly why: string }
  | { readonly kind: 'not_counted'; readonly code: ReasonCode; readonly why: string };

/** Weighs an opinion for a role. Who had a hand in the change can't approve it, but can still object. */
export function weigh(
  opinion: Opinion,
  role: Role,
  excluded: ReadonlyMap<number, Exclusion>,
  patches: Omit<Patches, 'inScope'>,
): OpinionVerdict {
  const { person, state, review } = opinion;
  const { permissions } = patches.snapshot;
  const name = `@${person.login}`;
  const membership = membershipOf(person.id, role.holders, permissions);
  if (state === 'changes_requested') return objection(opinion, role, membership);
  if (state === 'dismissed') return notCounted('approval_dismissed', `${name}'s review was dismissed.`);
  const refused = (code: ReasonCode, why: string): OpinionVerdict =>
    notCounted(code, `${name}'s approval doesn't count: ${why}`);
  if (person.type !== 'User') return refused('approver_is_bot', `${name} is no person's account.`);
  const exclusion = excluded.get(person.id);
  if (exclusion !== undefined) return refused(exclusion.code, exclusion.why);
  if (membership !== 'member') return refused(...strangerReason(membership, name, role));
  if (role.permission !== null && !permissionReaches(person.id, role.permission, permissions)) {
    if (permissionUnread(person.id, permissions)) return refused(...strangerReason('unknown', name, role));
    const why = `${role.name} needs the permission ${role.permission} on the repository.`;
    return refused('approver_permission_too_low', why);
  }
  const currency = currencyOf(review, { ...patches, inScope: role.inScope });
  if (!currency.current) return refused(currency.code, currency.why);
  const commit = review.commit ?? patches.snapshot.pull_request.head_sha;
  return {
    kind: 'approves',
    given: { person, commit, at: review.submitted_at, ...currency.kept },
    groups: groupsOf(person.id, role, permissions),
  };
}

function objection({ person, withdrew }: Opinion, role: Role, membership: Membership): OpinionVerdict {
  const name = `@${person.login}`;
  const asked = `${name} asked for changes`;
  if (person.type === 'User' && membership === 'member') {
    return withdrew
      ? { kind: 'objects', code: 'approval_withdrawn', why: `${asked} after approving.` }
      : { kind: 'objects', code: 'review_changes_requested', why: `${asked}.` };
  }
  if (person.type !== 'User') return notCounted('approver_is_bot', `${asked}, but is no person's account.`);
  const [code, why] = strangerReason(membership, name, role);
  return notCounted(code, `${asked}: ${why}`);
}

function strangerReason(membership: Membership, name: string, role: Role): readonly [ReasonCode, string] {
  if (membership === 'identity_changed') {
    return ['identity_changed', `the policy pins the login to another account than the one that has it now.`];
  }
  // "Not a member" would be a guess here (DESIGN 4).
  if (membership === 'unknown') return ['role_unreadable', `who holds ${role.name} can't be read.`];
  return ['approver_not_in_role', `${name} doesn't hold ${role.name} for these files.`];
}

function groupsOf(person: number, { groups }: Role, permissions: Snapshot['permissions']): readonly number[] {
  return groups.flatMap(({ people }, index) => (membershipOf(person, people, permissions) === 'member' ? [index] : []));
}

function notCounted(code: ReasonCode, why: string): OpinionVerdict {
  return { kind: 'not_counted', code, why };
}
