import type { EffectivePolicy, Snapshot } from '../../generated/types.ts';
import { canonicalName } from '../change/surfaces/names.ts';
import { isoSeconds } from '../command/date.ts';
import { waiverEnd } from './waiver-end.ts';

/**
 * The earliest time (UTC, whole seconds) at which the decision on a snapshot may change although nothing happens: a waiver,
 * an attestation or a freeze runs out, or the gate begins to bind. null = never. It is judged again then.
 */
export function nextMomentOf(snapshot: Snapshot, policy: EffectivePolicy): string | null {
  const { waivers, freezes, human_attestations } = snapshot;
  if (policy.enforcement.enforce_from === null && waivers.length + freezes.length + human_attestations.length === 0) {
    return null;
  }
  const now = Date.parse(snapshot.now);
  const ahead = [
    ...waivers.map((waiver) => waiverEnd(waiver, policy)),
    ...freezes.map(({ until }) => Date.parse(until)),
    ...attestationEnds(snapshot, policy),
    Date.parse(policy.enforcement.enforce_from ?? ''),
  ].filter((time) => time > now);
  return ahead.length === 0 ? null : isoSeconds(Math.min(...ahead));
}

function attestationEnds({ human_attestations }: Snapshot, { signals }: EffectivePolicy): readonly number[] {
  return human_attestations.flatMap(({ signal, at }) => {
    const source = signals[canonicalName(signal, signals)]?.source;
    if (source?.kind !== 'attested_by' || source.valid_for_seconds === null) return [];
    return [Date.parse(at) + source.valid_for_seconds * 1000];
  });
}
