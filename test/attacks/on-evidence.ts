import { decisionOf } from '../support/snapshot.ts';
import type { Attack } from './attack.ts';
import { forgeries } from './forged-evidence.ts';

/** Every forged or worn-out piece of evidence beside a pull request that is ready but for it. */
export const attacksOnEvidence: readonly Attack[] = forgeries.map(([how, code, scene]) => ({
  threat: code.startsWith('report_') ? 'T7' : 'T6',
  name: how,
  refusedWith: code,
  attempt: () => {
    const { verdict, signals } = decisionOf(scene);
    return { codes: signals.flatMap(({ refused }) => refused.map((one) => one.code)), through: verdict === 'go' };
  },
}));
