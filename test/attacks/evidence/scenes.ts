import type { Snapshot } from '../../../src/generated/types.ts';
import { check, policyText, type Scene } from '../../support/snapshot.ts';

/** How evidence is forged or worn out, the code that refuses it, and the pull request that is ready but for it. */
export type Forgery = readonly [how: string, code: string, scene: Scene];

export const trace = check('trace_regression_check', { id: 801 });

/** The check run `evals` as a forger leaves it; the rest of the pull request is ready to go. */
export function evals(...args: Parameters<typeof check> extends [string, ...infer Rest] ? Rest : never): Scene {
  return checks([check('evals', ...args)]);
}

/** The pull request with these check runs, and that of the other signal. */
export function checks(list: Snapshot['checks']['list']): Scene {
  return { facts: { checks: { complete: true, list: [...list, trace] } } };
}

/** The usual policy, whose eval comes from another source. */
export const sourced = (source: string): string =>
  policyText.replace(
    'job: { workflow: .github/workflows/evals.yml, name: evals }\n    trusted_paths: ["evals/**"]',
    source,
  );
