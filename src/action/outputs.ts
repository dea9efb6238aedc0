import { setFailed, setOutput, setSecret, summary } from '@actions/core';
import { canonicalJson } from '../core/canonical/json.ts';
import type { ActionResult } from '../generated/types.ts';
import type { OutputName } from './keys.ts';
import { print } from './print.ts';
import { worstOf } from './result.ts';
import { wellFormed } from './result-form.ts';

/** How a run ends, whatever it came to. */
export interface Ending {
  readonly result: ActionResult;
  /** Markdown of the job summary. */
  readonly summary: string;
  /** What is printed to the log. */
  readonly log: string;
  /** Why the job fails; null = it is green. */
  readonly failed: string | null;
  /** Tokens of this run: masked before a word is printed, and taken out of every text besides. */
  readonly secrets: readonly string[];
}

/** The only place that speaks to the runner. Loaded after the work: `@actions/core` must not delay the first request. */
export async function end(ending: Ending): Promise<void> {
  const secrets = ending.secrets.filter((secret) => secret !== '');
  for (const secret of secrets) setSecret(secret);
  const clean = (text: string): string => secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  print(clean(ending.log));
  const result = wellFormed(ending.result);
  for (const [name, value] of Object.entries(outputsOf(result))) setOutput(name, clean(value));
  try {
    await summary.addRaw(clean(ending.summary), true).write();
  } catch (error) {
    print(`The job summary could not be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  const failed = result === ending.result ? ending.failed : result.message;
  if (failed !== null) setFailed(clean(failed));
}

function outputsOf(result: ActionResult): Record<OutputName, string> {
  return {
    decision: result.decision,
    'reason-code': result.reason_code,
    // Canonical, so that the decision in it has the bytes that it has everywhere.
    result: canonicalJson(result),
    'capsule-path': worstOf(result.pull_requests)?.capsule_path ?? '',
    'evidence-path': result.evidence_path ?? '',
  };
}
