import { checkChange } from '../../../src/records/parity/change.ts';
import { checkRollout } from '../../../src/records/parity/rollout.ts';
import type { Answer, Row } from '../suite.ts';

const CHECKS = { 'check-change': checkChange, 'check-rollout': checkRollout } as const;

/** check-change and check-rollout of the reference package, with `--assume-present` and the reference keys only. */
export function agentRuntimeRef({ command, config, signals }: Row): Answer {
  if (command !== 'check-change' && command !== 'check-rollout') return { unsupported: `command ${String(command)}` };
  if (typeof config !== 'string') return { unsupported: 'a row without config text' };
  // The rows write {path} where the reference names the file.
  const answer = CHECKS[command](config, Array.isArray(signals) ? signals : [], {
    assumePresent: true,
    path: '{path}',
  });
  return answer.ok ? { output: answer.output } : { error: answer.error };
}
