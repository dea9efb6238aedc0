import type { EffectivePolicy, WaiverFact } from '../../generated/types.ts';
import { isoSeconds } from '../command/date.ts';

/**
 * When a waiver ends, milliseconds since the epoch: at its own time, and no later than the policy of today allows one that
 * was given then. NaN where a time can't be read: it has run out.
 */
export function waiverEnd({ at, expires_at }: WaiverFact, { waivers }: Pick<EffectivePolicy, 'waivers'>): number {
  return Math.min(Date.parse(expires_at), Date.parse(at) + waivers.max_seconds * 1000);
}

/** The same as a UTC time; the waiver's own words where it can't be read. */
export function waiverEndText(waiver: WaiverFact, policy: Pick<EffectivePolicy, 'waivers'>): string {
  const end = waiverEnd(waiver, policy);
  return Number.isNaN(end) ? waiver.expires_at : isoSeconds(end);
}
