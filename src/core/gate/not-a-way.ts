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
  const ways: NotAWay[] = [];
  const add = (code: string, why: string): void => {
    if (!ways.some((way) => way.code === code && way.why === why)) ways.push({ code, why });
  };
  for (const { role, state, not_counted } of reviews) {
    if (state !== 'given') for (const { code, why } of not_counted) add(code, `For ${role}: ${why}`);
  }
  for (const read of signals) {
    if (!isOpen(read)) continue;
    const { name, refused } = read.signal;
    for (const { code, source, why } of refused) add(code, `${source} doesn't settle ${name}: ${why}`);
  }
  const isOpenGround = ({ code, effect }: Ground, when: readonly string[]): boolean =>
    effect !== 'advise' && when.includes(code);
  for (const { when, code, why } of general) {
    if (grounds.some((ground) => isOpenGround(ground, when))) add(code, why);
  }
  const path = ownPolicy(matter);
  if (path !== null) {
    const why = `Editing ${path} in this pull request doesn't help: the policy of the default branch is used.`;
    add('policy_invalid', why);
  }
  return ways;
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

/** The policy's path, if the pull request changes it: it is read from the default branch only (T19). */
function ownPolicy({ snapshot, changed }: Matter): string | null {
  const path = snapshot.policy?.path;
  return path === undefined || !changed.has(path) ? null : path;
}
