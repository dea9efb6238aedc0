import type { EffectivePolicy, Review, Snapshot } from '../../../generated/types.ts';
import type { RecordsAt } from '../patch/tightening.ts';
import type { DemandedReview } from '../surfaces/demands.ts';
import { recordPaths } from '../surfaces/record-paths.ts';
import { canonicalName } from '../surfaces/names.ts';
import { assign, isSatisfied, type RoleNeed } from './assignment.ts';
import type { Patches } from './currency.ts';
import { excludedPeople, generalExclusion } from './exclusion.ts';
import { isObjectedByTheGone, latestOpinions } from './opinion.ts';
import { weigh } from './opinion-verdict.ts';
import { generalReasons, rolesReasons } from './reasons.ts';
import { resolveRole, type Role } from './role.ts';
import { impossibleRoles } from './satisfiability.ts';
import { type ReviewReason, type RoleOutcome, reviewOf, type Weighed } from './outcome.ts';

export interface ReviewSources {
  readonly snapshot: Snapshot;
  readonly policy: EffectivePolicy;
  /** The records of the judgement, those at reviewed commits included. */
  readonly records: RecordsAt;
  /** Of `gatherDemands`; several changes in one pull request are judged in one call, or one person would count twice. */
  readonly demands: readonly DemandedReview[];
}

export interface ReviewJudgement {
  /** One for each demanded role, in the order of the demands. */
  readonly reviews: readonly Review[];
  /** What waits or blocks, role by role, then advice on who reviewed and isn't counted. */
  readonly reasons: readonly ReviewReason[];
}

/**
 * Judges the required reviews (DESIGN 5): given by people who hold the role, for this patch, by nobody who had a hand in
 * the change, each person for one role. Nothing counts while it isn't known who pushed or committed.
 */
export function judgeReviews(sources: ReviewSources): ReviewJudgement {
  const { snapshot, policy, records } = sources;
  const demands = mergedDemands(sources);
  const roles = demands.map(({ role }) => resolveRole(role, policy, snapshot));
  const excluded = excludedPeople(snapshot);
  const opinions = latestOpinions(snapshot.reviews.list);
  const { isRecord } = recordPaths(policy);
  const patches: Omit<Patches, 'inScope'> = { snapshot, records, isRecord };
  const weighed = roles.map((role): readonly Weighed[] =>
    opinions.map((opinion) => ({ opinion, verdict: weigh(opinion, role, excluded, patches) })),
  );
  const whole = snapshot.reviews.complete && !isObjectedByTheGone(snapshot.reviews.list);
  const needs = roles.map((role, index) => needOf(role, weighed[index] ?? []));
  const assignment = assign(needs);
  const impossible = impossibleRoles(roles, excluded, isOwnerExcluded(snapshot, excluded));
  const general = generalExclusion(snapshot);
  const outcomes = roles.map((role, index): RoleOutcome => {
    const people = new Set<number>();
    for (const [person, at] of assignment) if (at === index) people.add(person);
    return {
      role,
      demanded_by: demands[index]?.demanded_by ?? [],
      weighed: weighed[index] ?? [],
      counted: people,
      enough: isSatisfied(needs[index] ?? { approvals: 1, groups: [] }, people),
      impossible: impossible.get(role) ?? null,
      general,
      whole,
      roleOf: (person) => roles[assignment.get(person) ?? -1]?.name ?? null,
    };
  });
  const reviews = outcomes.map((outcome) => reviewOf(outcome, snapshot.reviews.list));
  return { reviews, reasons: [...generalReasons(snapshot, outcomes), ...rolesReasons(outcomes, reviews)] };
}

/** Demands under two names of one role are one demand. */
function mergedDemands({ demands, policy }: ReviewSources): readonly DemandedReview[] {
  const merged = new Map<string, DemandedReview>();
  for (const { role, demanded_by } of demands) {
    const name = canonicalName(role, policy.roles);
    const known = merged.get(name);
    const by = known === undefined ? demanded_by : [...new Set([...known.demanded_by, ...demanded_by])];
    merged.set(name, { role: name, demanded_by: by });
  }
  return [...merged.values()];
}

function needOf(role: Role, weighed: readonly Weighed[]): RoleNeed {
  const approvals = weighed.flatMap(({ verdict }) => (verdict.kind === 'approves' ? verdict : []));
  const coverOf = (group: number): readonly number[] =>
    approvals.filter(({ groups }) => groups.includes(group)).map(({ given }) => given.person.id);
  return { approvals: role.approvals, groups: role.groups.map((_, group) => coverOf(group)) };
}

/** A person's repository has one account above `write`: its owner (GitHub's permission levels for personal repositories). */
function isOwnerExcluded({ repository, permissions }: Snapshot, excluded: ReadonlyMap<number, unknown>): boolean {
  const isAdmin = (person: number): boolean =>
    permissions.some((fact) => fact.person === person && fact.permission === 'admin');
  return repository.owner_type === 'User' && [...excluded.keys()].some(isAdmin);
}
