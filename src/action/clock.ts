import { fixedClock, systemClock } from '../adapters/clock.ts';
import { Fault } from '../adapters/fault.ts';
import type { Clock } from '../reconcile/ports.ts';

/**
 * The real clock, or for tests the time in `ROLLOUT_GATE_NOW` (RFC 3339, whole seconds, UTC: `2026-11-21T10:00:00Z`).
 * Throws the fault `input_invalid`.
 */
export function clockOf(environment: Readonly<Record<string, string | undefined>>): Clock {
  const text = environment['ROLLOUT_GATE_NOW'] ?? '';
  if (text === '') return systemClock;
  const at = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) || Number.isNaN(at.getTime())) {
    const message = `ROLLOUT_GATE_NOW: expected a time like 2026-11-21T10:00:00Z, got ${JSON.stringify(text)}`;
    throw new Fault('input_invalid', { message });
  }
  return fixedClock(at);
}
