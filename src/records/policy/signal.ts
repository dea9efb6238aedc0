import type { PolicyFileSignal, SignalPolicy, SignalSource } from '../../generated/types.ts';
import { toSeconds } from './duration.ts';

/** A signal with its defaults: without a source it is the Actions job of its name (DESIGN section 4). */
export function resolveSignal(name: string, signal: PolicyFileSignal, role: (name: string) => string): SignalPolicy {
  return {
    source: resolveSource(name, signal, role),
    aliases: signal.aliases ?? [],
    trusted_paths: signal.trusted_paths ?? [],
    trusted_reviewer: signal.trusted_reviewer === undefined ? null : role(signal.trusted_reviewer),
    covers: signal.covers ?? [],
    means: signal.means ?? [],
    at: signal.at ?? 'merge',
    max_age_seconds: toSeconds(signal.max_age ?? '14d'),
    implicit: false,
  };
}

function resolveSource(name: string, signal: PolicyFileSignal, role: (name: string) => string): SignalSource {
  const { job, report, file, status, attestation, attested_by, code_scanning } = signal;
  if (report !== undefined) {
    const { workflow, artifact, suite = null, compare = null, min_cases = 1 } = report;
    const min_pass_rate = report.min_pass_rate ?? (compare === null ? 1 : 0);
    return { kind: 'report', workflow, artifact, suite, compare, min_cases, min_pass_rate };
  }
  if (file !== undefined) return { kind: 'file', path: file, min_length: signal.min_length ?? 1 };
  if (status !== undefined) return { kind: 'status', ...status };
  if (attestation !== undefined) return { kind: 'attestation', ...attestation };
  if (attested_by !== undefined) {
    const valid_for_seconds = signal.valid_for === undefined ? null : toSeconds(signal.valid_for);
    return { kind: 'attested_by', role: role(attested_by), valid_for_seconds };
  }
  if (code_scanning !== undefined) return { kind: 'code_scanning', ...code_scanning };
  return { kind: 'job', workflow: job?.workflow ?? null, name: job?.name ?? name };
}
