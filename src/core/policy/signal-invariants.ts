import type { EffectivePolicy, SignalPolicy } from '../../generated/types.ts';
import { canonicalName } from '../change/surfaces/names.ts';
import { signalPolicy } from '../evidence/signal.ts';
import { lacking, type Loosening, namesOr, pointerTo } from './loosening.ts';

/** No signal rests on something else, or on less; no finding stops blocking. */
export function weakenedSignals(before: EffectivePolicy, after: EffectivePolicy): readonly Loosening[] {
  return [
    ...Object.entries(before.signals).flatMap(([old, signal]) => {
      const name = canonicalName(old, after.signals);
      const pointer = pointerTo('signals', name);
      return weakened(name, signal, signalPolicy(name, after)).map(
        (message): Loosening => ({ code: 'signal_weakened', pointer, message }),
      );
    }),
    ...lostFindings(before, after),
  ];
}

function weakened(name: string, before: SignalPolicy, after: SignalPolicy): readonly string[] {
  const paths = lacking(before.trusted_paths, after.trusted_paths);
  return [
    ...weakenedSource(name, before.source, after.source),
    ...(paths.length === 0 ? [] : [`A change of ${namesOr(paths, '')} could not vouch for ${name}, now it can.`]),
    ...(after.trusted_reviewer !== null && after.trusted_reviewer !== before.trusted_reviewer
      ? [`A review by ${after.trusted_reviewer} did not vouch for ${name}, now it does.`]
      : []),
    ...(before.at === 'merge' && after.at === 'promote'
      ? [`${name} had to be true before the merge, now only at promotion.`]
      : []),
    ...(after.max_age_seconds > before.max_age_seconds
      ? [`Evidence of ${name} that is ${hours(after.max_age_seconds)} old was too old at promotion, now it counts.`]
      : []),
  ];
}

type Source = SignalPolicy['source'];

function weakenedSource(name: string, before: Source, after: Source): readonly string[] {
  const [then, now] = [sourceWords(before), sourceWords(after)];
  if (then !== now) return [`${name} was ${then}, now it is ${now}.`];
  if (before.kind === 'report' && after.kind === 'report') {
    const { min_cases, min_pass_rate, compare } = before;
    return [
      ...(after.min_pass_rate < min_pass_rate
        ? [
            `${name}: a report with a pass rate of ${after.min_pass_rate} was false below ${min_pass_rate}, now it is true.`,
          ]
        : []),
      ...(after.min_cases < min_cases ? [`${name} took ${min_cases} cases, now ${after.min_cases}.`] : []),
      ...(compare !== null && after.compare === null ? [`${name} was compared with the baseline, now it is not.`] : []),
    ];
  }
  if (before.kind === 'file' && after.kind === 'file' && after.min_length < before.min_length) {
    return [`${name} took a file of ${before.min_length} characters, now of ${after.min_length}.`];
  }
  if (before.kind === 'attested_by' && after.kind === 'attested_by') {
    const [old, fresh] = [before.valid_for_seconds ?? Infinity, after.valid_for_seconds ?? Infinity];
    return fresh > old
      ? [`A word for ${name} held ${hours(old)}, now ${fresh === Infinity ? 'without end' : hours(fresh)}.`]
      : [];
  }
  return [];
}

/** What the source is, without how much of it is asked for. */
function sourceWords(source: Source): string {
  switch (source.kind) {
    case 'job':
      return `the job ${source.name} of ${source.workflow ?? 'any workflow'}`;
    case 'report':
      return `the report ${source.artifact}${source.suite === null ? '' : ` (${source.suite})`} of ${source.workflow}`;
    case 'file':
      return `the file ${source.path}`;
    case 'status':
      return `the status ${source.context} by ${source.creator}`;
    case 'attestation':
      return `an attestation ${source.predicate} by ${source.signer_workflow}`;
    case 'attested_by':
      return `the word of ${source.role}`;
    case 'code_scanning':
      return `the code-scanning rule ${source.rule}`;
  }
}

function hours(seconds: number): string {
  return `${Math.round((seconds / 3_600) * 100) / 100} hours`;
}

const severities = ['low', 'medium', 'high', 'critical'];

function lostFindings(
  { findings: before }: EffectivePolicy,
  { findings: after }: EffectivePolicy,
): readonly Loosening[] {
  const loosenings: Loosening[] = [];
  if (before.issues !== null && after.issues?.label !== before.issues.label) {
    const message = `An open issue labelled ${before.issues.label} blocked, now it does not.`;
    loosenings.push({ code: 'finding_lost', pointer: pointerTo('findings', 'issues'), message });
  }
  const then = before.code_scanning?.min_severity;
  const now = after.code_scanning?.min_severity;
  if (then !== undefined && (now === undefined || severities.indexOf(now) > severities.indexOf(then))) {
    const message = `An open code-scanning alert of ${then} severity blocked, now it does not.`;
    loosenings.push({ code: 'finding_lost', pointer: pointerTo('findings', 'code_scanning'), message });
  }
  return loosenings;
}
