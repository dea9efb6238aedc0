import type { ApprovalGiven, ApprovalNotCounted, Reason, Review, ReviewFact } from '../../../generated/types.ts';
import type { Exclusion } from './exclusion.ts';
import { approvalsOfTheGone, type Opinion } from './opinion.ts';
import type { OpinionVerdict } from './opinion-verdict.ts';
import type { Role } from './role.ts';

/** A reason without its mode: whether it binds is said by the policy's enforcement, which is not ours to read. */
export type ReviewReason = Omit<Reason, 'mode'>;

export interface Weighed {
  readonly opinion: Opinion;
  readonly verdict: OpinionVerdict;
}

/** Everything known of one required review before it is put into words. */
export interface RoleOutcome {
  readonly role: Role;
  readonly demanded_by: readonly string[];
  readonly weighed: readonly Weighed[];
  /** Ids of the people who count for this role. */
  readonly counted: ReadonlySet<number>;
  /** They are enough. */
  readonly enough: boolean;
  /** Why nobody can give it any more; null = somebody may be able to. */
  readonly impossible: string | null;
  /** Why nobody's approval counts on this pull request; null = approvals count. */
  readonly general: Exclusion | null;
  /** Whether it is known who objects: all reviews were read, and no objection comes from an account that is gone. */
  readonly whole: boolean;
  /** Name of the role that a person counts for; null = none. */
  readonly roleOf: (person: number) => string | null;
}

/** The outcome as the decision carries it. */
export function reviewOf(outcome: RoleOutcome, reviews: readonly ReviewFact[]): Review {
  const { role, demanded_by, general } = outcome;
  const given = general === null ? givenOf(outcome) : [];
  return {
    role: role.name,
    state: stateOf(outcome),
    needed: role.approvals,
    demanded_by,
    given,
    not_counted: outcome.weighed.flatMap((weighed) => notCountedOf(weighed, outcome)).concat(gone(reviews)),
    paths: role.paths,
  };
}

function stateOf(outcome: RoleOutcome): Review['state'] {
  const { role, weighed, whole, general, enough, impossible } = outcome;
  if (!role.known || impossible !== null) return 'unsatisfiable';
  if (weighed.some(({ verdict }) => verdict.kind === 'objects')) return 'changes_requested';
  if (!whole || weighed.some(mayObject)) return 'unreadable';
  if (enough) return general === null ? 'given' : 'missing';
  const isUnreadable = role.holders.unreadable.length + role.holders.changed.length > 0;
  return isUnreadable || weighed.some(isUnread) ? 'unreadable' : 'missing';
}

/** Someone asked for changes who may hold the role: going on would pass over them. */
function mayObject({ opinion, verdict }: Weighed): boolean {
  const isUntold = verdict.kind === 'not_counted' && untold.includes(verdict.code);
  return opinion.state === 'changes_requested' && isUntold;
}

/** Whether the person who gave an opinion holds the role could not be read. */
export function isUnread({ verdict }: Weighed): boolean {
  return verdict.kind === 'not_counted' && verdict.code === 'role_unreadable';
}

const untold: readonly string[] = ['role_unreadable', 'identity_changed'];

function givenOf({ weighed, counted }: RoleOutcome): readonly ApprovalGiven[] {
  return weighed.flatMap(({ verdict }) =>
    verdict.kind === 'approves' && counted.has(verdict.given.person.id) ? [verdict.given] : [],
  );
}

function notCountedOf({ opinion, verdict }: Weighed, outcome: RoleOutcome): readonly ApprovalNotCounted[] {
  const { person } = opinion;
  if (verdict.kind !== 'approves') return [{ person, code: verdict.code, why: verdict.why }];
  const refused = (code: string, why: string): readonly ApprovalNotCounted[] => [
    { person, code, why: `@${person.login}'s approval doesn't count: ${why}` },
  ];
  if (outcome.general !== null) return refused(outcome.general.code, outcome.general.why);
  if (outcome.counted.has(person.id)) return [];
  const elsewhere = outcome.roleOf(person.id) ?? 'another role';
  return refused('approver_counted_elsewhere', `one person counts for one role, and this one counts for ${elsewhere}.`);
}

function gone(reviews: readonly ReviewFact[]): readonly ApprovalNotCounted[] {
  const why = "An approval doesn't count: the account that gave it is gone.";
  return approvalsOfTheGone(reviews).map(() => ({ person: null, code: 'approver_unknown', why }));
}
