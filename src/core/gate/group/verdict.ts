import type {
  Decision,
  EffectivePolicy,
  MergeGroupFact,
  Reason,
  SignalSource,
  Verdict,
} from '../../../generated/types.ts';
import { signalPolicy } from '../../evidence/signal.ts';
import { workflowPath } from '../../evidence/vouching.ts';
import type { Judgement } from '../../judgement.ts';

/** A member's decision with what it was made from. */
export interface JudgedMember {
  readonly judgement: Judgement;
  readonly decision: Decision;
}

export interface GroupVerdict {
  readonly verdict: Verdict;
  /** Of a wait: whether all that is missing may come by itself, without a person and without a push. */
  readonly may_clear: boolean;
  /** True = every member is only observed. */
  readonly observed: boolean;
}

/** The verdict on a group: the worst of its members, because they merge together whatever the grouping strategy is. */
export function groupVerdict(members: readonly JudgedMember[]): GroupVerdict {
  const observed = members.length > 0 && members.every(({ decision }) => decision.enforcement === 'observe');
  const verdicts = members.map(({ decision }) => (observed ? decision.observed_verdict : decision.verdict));
  const verdict = (['block', 'wait', 'go'] as const).find((one) => verdicts.includes(one)) ?? 'wait';
  const waiting = members.filter(({ decision }) => decision.verdict === 'wait');
  return {
    verdict,
    may_clear: verdict === 'wait' && !observed && waiting.every(mayClear),
    observed,
  };
}

function mayClear({ decision, judgement }: JudgedMember): boolean {
  const group = judgement.snapshot.merge_group;
  const policy = judgement.policy?.effective ?? null;
  return decision.reasons
    .filter(({ effect, mode }) => effect === 'wait' && mode === 'enforce')
    .every((reason) =>
      reason.subject.startsWith('signal:') ? isComing(reason, group, policy) : isMachines(reason, decision),
    );
}

/** Whether nobody but a machine can settle a reason. */
function isMachines({ code }: Reason, { next_actions }: Decision): boolean {
  const steps = next_actions.filter((step) => step.code === code);
  return steps.length > 0 && steps.every(({ by }) => by === 'machine');
}

function isComing({ subject }: Reason, group: MergeGroupFact | undefined, policy: EffectivePolicy | null): boolean {
  if (group === undefined || policy === null) return false;
  return isRunExpected(signalPolicy(subject.slice('signal:'.length), policy).source, group);
}

/** Whether a run for the group may still bring the signal: it is on, or its workflow listens and has not run yet. */
function isRunExpected(source: SignalSource, { checks, workflows }: MergeGroupFact): boolean {
  if (source.kind !== 'job' && source.kind !== 'report') return false;
  const path = source.workflow;
  const runs = checks.list.filter(({ name, run, is_job }) => {
    if (run === null || is_job === false) return false;
    return source.kind === 'job' ? name === source.name : workflowPath(run.path) === path;
  });
  if (runs.some(({ status }) => status !== 'completed')) return true;
  if (runs.length > 0) return false;
  // Which workflow an undefined signal's job stands in is not known: it may be one that listens.
  return workflows.find((one) => one.path === path)?.listens !== false;
}
