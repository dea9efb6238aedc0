import type { Row } from './approvals/facts.ts';
import { byMakers } from './approvals/made-the-change.ts';
import { byNobody } from './approvals/no-people.ts';
import { thatNoLongerStand } from './approvals/void-words.ts';
import { byStrangers } from './approvals/without-the-role.ts';

/** Who or what can not give a required review. */
export const refusedApprovals: readonly Row[] = [...byMakers, ...byNobody, ...byStrangers, ...thatNoLongerStand];
