import type { ChangeDecision, Decision, Reason, Verdict } from '../generated/types.ts';
import { type Matter, matterOf } from './change/matter.ts';
import { type CountedRecords, countedRecords, type Proposal, proposalsOf } from './change/proposal.ts';
import { notGoverned } from './change/record-rules.ts';
import { worstRisk } from './change/surfaces/risk.ts';
import { judgeAnswers } from './gate/answer-rules.ts';
import { answersOf } from './gate/answers.ts';
import { draftsOf } from './gate/draft/draft.ts';
import { judgeGroup } from './gate/group/rules.ts';
import { gateModeOf, reasonsOf, sorted, verdictOf } from './gate/enforcement.ts';
import { judge, type Result } from './gate/judgement-result.ts';
import { nextActions } from './gate/next-actions.ts';
import { notAWay } from './gate/not-a-way.ts';
import { subjectOf, undecidable } from './gate/undecidable.ts';
import { waveOf } from './gate/rollout-rules.ts';
import type { Judgement, Sha256 } from './judgement.ts';

/**
 * Decides on a pull request: `go`, `wait` or `block`, with every reason and the shortest way to go (DESIGN 5). It doesn't
 * know who asks or when: the clock is the snapshot's, and no time of its own stands in the decision, so that equal facts
 * give equal bytes. Digests, should a rule need one, come as an argument because core has no crypto.
 */
export function decide(judgement: Judgement, _sha256: Sha256): Decision {
  const { snapshot } = judgement;
  const policy = judgement.policy?.effective ?? null;
  if (policy === null) return undecidable(judgement);
  const matter = matterOf(snapshot, policy);
  const counted = countedRecords(judgement, matter);
  if (!isGoverned(counted, matter)) return ungoverned(judgement, matter);
  const proposals = proposalsOf(judgement, counted, matter);
  return decided(judgement, counted, proposals, judge(judgement, counted, proposals, matter), matter);
}

/** A pull request is governed when it touches a surface or a record, or when not all of its files are known. */
function isGoverned({ unread, changes, rollouts }: CountedRecords, matter: Matter): boolean {
  const { detection, records } = matter;
  if (!detection.known || detection.detected.length > 0) return true;
  if (changes.length + rollouts.length + unread.length > 0) return true;
  return records.size > 0;
}

function decided(
  judgement: Judgement,
  counted: CountedRecords,
  proposals: readonly Proposal[],
  result: Result,
  matter: Matter,
): Decision {
  const { policy, snapshot, detection } = matter;
  const effective = worstRisk(proposals.map((proposal) => proposal.effective));
  const withModes = (grounds: Result['grounds']): readonly Reason[] =>
    reasonsOf(grounds, policy.enforcement, effective, snapshot.now);
  const reasons = sorted(withModes(result.grounds));
  const declared = [...new Set(proposals.flatMap((proposal) => proposal.declared))];
  const detected = detection.detected.map(({ surface }) => surface);
  const { reviews, signals } = result;
  const draft = draftsOf(proposals, result.by_proposal, matter);
  return {
    version: 1,
    verdict: verdictOf(reasons, false),
    observed_verdict: verdictOf(reasons, true),
    governed: true,
    enforcement: gateModeOf(policy.enforcement, effective, snapshot.now),
    subject: subjectOf(judgement),
    risk: {
      declared: proposals.find(({ change }) => change !== null)?.change?.risk_level ?? null,
      floor: worstRisk(proposals.map(({ floor }) => floor)),
      effective,
    },
    surfaces: {
      declared,
      detected,
      undeclared: detected.filter((name) => !declared.includes(name)),
      known: detection.known,
    },
    changes: proposals.map((proposal, index) => {
      // Of a single change the grounds are those of the pull request.
      const own = proposals.length === 1 ? reasons : withModes(result.by_proposal[index] ?? []);
      return changeOf(proposal, verdictOf(own, false), matter);
    }),
    reasons,
    problems: [
      ...(judgement.policy?.problems ?? []),
      ...[...counted.changes, ...counted.rollouts].flatMap(({ problems }) => problems),
    ],
    reviews,
    signals: signals.map(({ signal }) => signal),
    answers: answersOf({ matter, proposals, grounds: result.grounds, signals }),
    announced: sorted(withModes(result.announced)),
    next_actions: nextActions(result.grounds, reviews, draft, matter),
    not_a_way: notAWay({ matter, grounds: result.grounds, reviews, signals }),
    unsatisfiable: reasons.some(({ code }) => code === 'unsatisfiable'),
    draft,
  };
}

function changeOf(proposal: Proposal, verdict: Verdict, { policy }: Matter): ChangeDecision {
  const { change_id, folder, change, rollout, bundle_id, change_type } = proposal;
  const wave = rollout === null ? null : waveOf(rollout, policy.waves);
  return {
    change_id,
    folder,
    record: change?.path ?? null,
    rollout_record: rollout?.path ?? null,
    bundle_id,
    wave: rollout?.rollout_wave ?? null,
    traffic: rollout?.traffic?.percent ?? wave?.traffic ?? null,
    change_type,
    verdict,
  };
}

function ungoverned(judgement: Judgement, matter: Matter): Decision {
  const { policy, snapshot, detection } = matter;
  // Whoever blocked the pull request blocked it whatever it touches.
  const grounds = [notGoverned, ...judgeAnswers(matter), ...judgeGroup(snapshot, false)];
  const reasons = sorted(reasonsOf(grounds, policy.enforcement, 'low', snapshot.now));
  return {
    ...undecidable(judgement),
    verdict: verdictOf(reasons, false),
    observed_verdict: verdictOf(reasons, true),
    governed: false,
    enforcement: gateModeOf(policy.enforcement, 'low', snapshot.now),
    surfaces: { declared: [], detected: [], undeclared: [], known: detection.known },
    reasons,
    problems: judgement.policy?.problems ?? [],
    next_actions: nextActions(grounds, [], [], matter),
  };
}
