import type { EffectivePolicy, SignalPolicy } from '../../generated/types.ts';
import { readAlert } from './alert.ts';
import { readAttestation } from './attestation.ts';
import { readFile } from './file.ts';
import { readHumanWord } from './human-word.ts';
import { readJob } from './job.ts';
import type { Reading } from './reading.ts';
import { readReport } from './report.ts';
import type { Scope } from './scope.ts';
import { readStatus } from './status.ts';

/** Reads a signal from the facts by the source that the policy names. */
export function readSignal(scope: Scope): Reading {
  const { source } = scope.signal;
  switch (source.kind) {
    case 'job':
      return readJob(source, scope);
    case 'report':
      return readReport(source, scope);
    case 'file':
      return readFile(source, scope);
    case 'status':
      return readStatus(source, scope);
    case 'attestation':
      return readAttestation(source, scope);
    case 'attested_by':
      return readHumanWord(source, scope);
    case 'code_scanning':
      return readAlert(source, scope);
  }
}

/** The policy of a signal; one that the policy doesn't define is the Actions job of its name, in any workflow (DESIGN 4). */
export function signalPolicy(name: string, policy: EffectivePolicy): SignalPolicy {
  const defined = Object.hasOwn(policy.signals, name) ? policy.signals[name] : undefined;
  return (
    defined ?? {
      source: { kind: 'job', workflow: null, name },
      aliases: [],
      trusted_paths: [],
      trusted_reviewer: null,
      covers: [],
      means: [],
      at: 'merge',
      max_age_seconds: defaultAge,
      implicit: true,
    }
  );
}

/** 14 days (DESIGN 5). */
const defaultAge = 1_209_600;
