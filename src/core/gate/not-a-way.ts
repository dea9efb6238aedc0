import type { NotAWay, Review } from '../../generated/types.ts';
import type { Matter } from '../change/matter.ts';
import type { Ground } from './ground.ts';
import type { ReadSignal } from './signals.ts';

/** What a person or an agent might try next. */
export interface Temptation {
  readonly matter: Matter;
  readonly grounds: readonly Ground[];
  readonly reviews: readonly Review[];
  readonly signals: readonly ReadSignal[];
}

/** What looks like a way to green and isn't, so that nobody, an agent least of all, wastes a push on it. */
export function notAWay({ matter, grounds, reviews, signals }: Temptation): readonly NotAWay[] {
  const codes = new Set(grounds.filter(({ effect }) => effect !== 'advise').map(({ code }) => code));
  const ways = [
    ...reviews.filter(({ state }) => state !== 'given').flatMap(uncounted),
    ...signals.filter(isOpen).flatMap(({ signal }) => {
      return signal.refused.map(({ code, source, why }) => ({
        code,
        why: `${source} doesn't settle ${signal.name}: ${why}`,
      }));
    }),
    ...general.filter(({ when }) => when.some((code) => codes.has(code))).map(({ code, why }) => ({ code, why })),
    ...ownPolicy(matter),
  ];
  return ways.filter(({ code, why }, index) => ways.findIndex((way) => way.code === code && way.why === why) === index);
}

function uncounted({ role, not_counted }: Review): readonly NotAWay[] {
  return not_counted.map(({ code, why }) => ({ code, why: `For ${role}: ${why}` }));
}

function isOpen({ signal }: ReadSignal): boolean {
  return signal.at === 'merge' && signal.value !== (signal.demanded_as === 'blocker' ? 'false' : 'true');
}

interface General extends NotAWay {
  readonly when: readonly string[];
}

const general: readonly General[] = [
  {
    when: ['risk_below_floor', 'record_missing', 'rollout_record_missing'],
    code: 'risk_below_floor',
    why: "Lowering risk_level doesn't help: the floor is set by the diff and the default branch's policy.",
  },
  {
    when: ['surface_undeclared'],
    code: 'surface_undeclared',
    why: "Leaving the record out doesn't help: the surfaces are detected from the diff.",
  },
  {
    when: ['record_removed', 'record_malformed'],
    code: 'record_removed',
    why: "Removing the record doesn't help: the change stays governed, and a removed record blocks.",
  },
  {
    when: ['review_missing', 'signal_unknown', 'signal_running', 'claim_pending', 'claim_unbacked'],
    code: 'claim_unbacked',
    why: "Writing status: approved or decision: go doesn't help: claims are held against the facts.",
  },
  {
    when: ['signal_false', 'signal_unknown', 'signal_undefined'],
    code: 'evidence_not_a_job',
    why: "A check run or commit status made by hand under the signal's name doesn't count.",
  },
  {
    when: ['bundle_id_in_use', 'change_id_in_use', 'change_rollout_begun'],
    code: 'bundle_id_in_use',
    why: "Pushing again doesn't help: the id itself has to be new.",
  },
];

/** The policy is read from the default branch only (T19). */
function ownPolicy({ snapshot, changed }: Matter): readonly NotAWay[] {
  const path = snapshot.policy?.path;
  if (path === undefined || !changed.has(path)) return [];
  const why = `Editing ${path} in this pull request doesn't help: the policy of the default branch is used.`;
  return [{ code: 'policy_invalid', why }];
}
