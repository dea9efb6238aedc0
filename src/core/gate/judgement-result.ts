import type { Review } from '../../generated/types.ts';
import { judgeArtifacts } from '../change/artifact-rules.ts';
import { judgeClaims } from '../change/claim-rules.ts';
import { judgeDeclaration, judgeDetection } from '../change/declaration-rules.ts';
import { judgeIds } from '../change/identity-rules.ts';
import type { Matter } from '../change/matter.ts';
import { judgeOwners } from '../change/owner-rules.ts';
import type { CountedRecords, Proposal } from '../change/proposal.ts';
import { judgeFiles, judgePair } from '../change/record-rules.ts';
import { judgeReviews } from '../change/reviews/judgement.ts';
import type { ReviewReason } from '../change/reviews/outcome.ts';
import type { DemandedReview } from '../change/surfaces/demands.ts';
import { resolveRole } from '../change/reviews/role.ts';
import { canonicalName } from '../change/surfaces/names.ts';
import type { Judgement } from '../judgement.ts';
import { announceHolds, judgeAnswers } from './answer-rules.ts';
import { judgeListedFindings, judgeOpenFindings } from './finding-rules.ts';
import { advise, type Ground, readAgain } from './ground.ts';
import { evidenceMatter } from './group/evidence.ts';
import { judgeGroup } from './group/rules.ts';
import { announcePromotion } from './promotion-rules.ts';
import { judgeRollout } from './rollout-rules.ts';
import { judgeSeed, judgeVersion } from './seed-rules.ts';
import { judgeSignals } from './signal-rules.ts';
import { type ReadSignal, readSignals, trustedReviews } from './signals.ts';
import { judgeSatisfiability } from './unsatisfiable.ts';
import { applyWaivers } from './waiver.ts';

/** What all rules together say of a governed pull request, before modes. */
export interface Result {
  readonly reviews: readonly Review[];
  readonly signals: readonly ReadSignal[];
  /** Every ground once, those of all changes. */
  readonly grounds: readonly Ground[];
  /** The grounds that each proposal stands under, in the order of the proposals. */
  readonly by_proposal: readonly (readonly Ground[])[];
  readonly announced: readonly Ground[];
}

/** Applies every rule. Claims come last, because they are held against all else (contract 0.6). */
export function judge(
  judgement: Judgement,
  counted: CountedRecords,
  proposals: readonly Proposal[],
  matter: Matter,
): Result {
  const judged = judgeReviews(reviewSources(judgement, matter, reviewDemands(proposals, matter)));
  const signals = readSignals(proposals, matter, approvedRoles(judged.reviews));
  const first = [
    ...judgeState(matter),
    ...judgeAnswers(matter),
    ...judgeGroup(matter.snapshot, true),
    ...judgeVersion(matter),
    ...judgeFiles(judgement, counted, matter),
    ...judgeDetection(matter),
  ];
  const shared = [
    ...judgeSatisfiability({ matter, proposals, signals }),
    ...judged.reasons.map((reason) => withReviewStep(reason, matter)),
    ...judgeSignals(signals, evidenceMatter(matter)),
    ...(proposals.some(({ rollout, records_required }) => rollout !== null || records_required)
      ? judgeOpenFindings(matter)
      : []),
  ];
  const reviewBy = reviewsByRole(judgement, matter, judged.reviews);
  const by_proposal = proposals.map((proposal) => {
    const own = first.concat(
      judgeProposal(proposal, proposals, counted, matter),
      shared.filter((ground) => concerns(ground, proposal)),
    );
    const waived = applyWaivers(own, matter);
    return waived.concat(judgeClaims(proposal, { grounds: waived, reviewBy }));
  });
  return {
    reviews: judged.reviews,
    signals,
    grounds: by_proposal.length === 1 ? (by_proposal[0] ?? []) : by_proposal.flat(),
    by_proposal,
    announced: proposals.flatMap((proposal) => [
      ...announcePromotion(proposal, matter, signals),
      ...announceHolds(proposal.surfaces, matter),
    ]),
  };
}

function judgeProposal(
  proposal: Proposal,
  all: readonly Proposal[],
  counted: CountedRecords,
  matter: Matter,
): readonly Ground[] {
  const { change } = proposal;
  return [
    ...judgePair(proposal, all, counted),
    ...judgeDeclaration(proposal, matter),
    ...judgeIds(proposal, all, matter),
    ...(change === null ? [] : [...judgeOwners(change, matter), ...judgeArtifacts(change, matter)]),
    ...judgeRollout(proposal, matter),
    ...judgeSeed(proposal, matter),
    ...judgeListedFindings(proposal),
  ];
}

/** A ground about a role or a signal concerns the changes that demand it; every other one concerns all. */
function concerns({ subject }: Ground, { demands: { signals, blockers } }: Proposal): boolean {
  if (!subject.startsWith('signal:')) return true;
  const name = subject.slice('signal:'.length);
  return signals.some((demand) => demand.name === name) || blockers.some((demand) => demand.name === name);
}

/** Reviews of all changes are judged at once: one person counts for one role, whatever the number of changes. */
function reviewDemands(proposals: readonly Proposal[], matter: Matter): readonly DemandedReview[] {
  const trusted = trustedReviews(proposals, matter);
  const [only] = proposals;
  if (only !== undefined && proposals.length === 1 && trusted.length === 0) return only.demands.reviews;
  const merged = new Map<string, Set<string>>();
  const all = [...proposals.flatMap(({ demands }) => demands.reviews), ...trusted];
  for (const { role, demanded_by } of all) {
    const entry = merged.get(role) ?? new Set<string>();
    for (const by of demanded_by) entry.add(by);
    merged.set(role, entry);
  }
  return [...merged].map(([role, by]) => ({ role, demanded_by: [...by] }));
}

function reviewSources(judgement: Judgement, { snapshot, policy }: Matter, demands: readonly DemandedReview[]) {
  return { snapshot, policy, records: { changes: judgement.changes, rollouts: judgement.rollouts }, demands };
}

/** Roles that approved the whole patch as it is: an approval bound to a role's own paths vouches for nothing else. */
function approvedRoles(reviews: readonly Review[]): ReadonlySet<string> {
  const whole = reviews.filter(
    ({ state, given, paths }) =>
      state === 'given' && (paths.length === 0 || given.every(({ kept_from }) => kept_from === null)),
  );
  return new Set(whole.map(({ role }) => role));
}

/** The review by a role: as demanded, else as if it alone were (a claim must not take a person from another role). */
function reviewsByRole(judgement: Judgement, matter: Matter, demanded: readonly Review[]): (role: string) => Review {
  return (role) => {
    const name = canonicalName(role, matter.policy.roles);
    const known = demanded.find((review) => review.role === name);
    if (known !== undefined) return known;
    const [alone] = judgeReviews(reviewSources(judgement, matter, [{ role, demanded_by: ['claim'] }])).reviews;
    return alone ?? { role, state: 'missing', needed: 1, demanded_by: [], given: [], not_counted: [], paths: [] };
  };
}

function judgeState({ snapshot }: Matter): readonly Ground[] {
  const { state, number } = snapshot.pull_request;
  return state === 'open'
    ? []
    : [advise('pull_request_closed', 'pull_request', `The pull request #${number} is ${state}.`)];
}

/** Steps of the reasons that the review rules give: who can settle each of them. */
function withReviewStep(reason: ReviewReason, matter: Matter): Ground {
  const { code, effect, message, subject } = reason;
  const isByTheGone = code === 'review_changes_requested' && subject === 'reviews';
  const step = isByTheGone ? dismissal : isOfPermission(reason, matter) ? readAgain : reviewSteps[code];
  return { code, effect, message, subject, step: effect === 'advise' ? null : (step ?? null) };
}

/** Everything that says who holds the role was read: what is not known is somebody's permission. */
function isOfPermission({ code, subject }: ReviewReason, { policy, snapshot }: Matter): boolean {
  if (code !== 'role_unreadable') return false;
  return resolveRole(subject.slice('role:'.length), policy, snapshot).holders.unreadable.length === 0;
}

const dismissal: Ground['step'] = { by: 'operator', how: 'dismiss the change request of the account that is gone' };

const reviewSteps: { readonly [code: string]: Ground['step'] } = {
  review_missing: { by: 'role', how: 'approve this patch' },
  review_changes_requested: { by: 'role', how: 'settle the change request' },
  reviews_unreadable: { by: 'machine', how: 'It is read again at the next event.' },
  commits_unreadable: { by: 'machine', how: 'It is read again at the next event.' },
  pusher_unknown: { by: 'author', how: 'push once more from an account that GitHub knows' },
  requester_unknown: { by: 'author', how: 'let the agent open the change as a new pull request that names who asked' },
  role_unreadable: {
    by: 'operator',
    how: 'let the App (or roles-token) read organisation members, and check that the team exists',
  },
  role_unknown: { by: 'author', how: 'name a role of the policy' },
  identity_changed: { by: 'operator', how: "mend the user's id in the policy" },
  unsatisfiable: { by: 'operator', how: 'ask the people who keep the policy to name more people for the role' },
};
