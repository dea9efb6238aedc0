import { judgeReviews } from '../../../src/core/change/reviews/judgement.ts';
import type { ReasonCode } from '../../../src/generated/codes.ts';
import type { RolePolicy, Snapshot, TeamFact } from '../../../src/generated/types.ts';
import { policyOf, review, role, snapshotOf } from '../../core/change/facts.ts';

const noRecords = { changes: [], rollouts: [] };
export const team = (acted: readonly number[], changes: Partial<TeamFact> = {}): TeamFact => ({
  team: 'safety-review',
  readable: true,
  size: 9,
  acted,
  ...changes,
});
export const everyone = team([1, 2, 3, 4, 5, 90]);
export const list = <T>(...entries: readonly T[]) => ({ complete: true, list: entries });
export const approvedBy = (...who: Parameters<typeof review>[0][]) => list(...who.map((by) => review(by)));
export const safety = (changes: Partial<RolePolicy> = { teams: ['safety-review'] }) =>
  policyOf({ roles: { safety: role(changes) } });
const safetyTeam = safety();

/** A review that doesn't count, and why. */
export interface Row {
  readonly sentence: string;
  readonly facts: Partial<Snapshot>;
  readonly code: ReasonCode;
  readonly policy?: ReturnType<typeof policyOf>;
}

export const inPersonsRepository = { ...snapshotOf().repository, owner_type: 'User' as const };
export const owned = { path: 'CODEOWNERS', blob: '1', text: '/a/ @carol\n/b/ @dan\n', error_lines: [] };
export const logins = [
  { login: 'carol', id: 3 },
  { login: 'dan', id: 4 },
];

/** Judges the one review by safety. */
export const judgeSafety = (facts: Partial<Snapshot>, policy = safetyTeam) => {
  const snapshot = snapshotOf({ teams: [everyone], ...facts });
  return judgeReviews({
    snapshot,
    policy,
    records: noRecords,
    demands: [{ role: 'safety', demanded_by: ['risk:high'] }],
  });
};
