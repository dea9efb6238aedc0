/** What was spent within a span of time, in slots of a twelfth of it: what a slot holds leaves when all of it is old. */
export interface Meter {
  /** Milliseconds. */
  readonly span: number;
  /** Oldest first. */
  readonly slots: readonly { readonly start: number; readonly amount: number }[];
}

export function emptyMeter(span: number): Meter {
  return { span, slots: [] };
}

export function charged(meter: Meter, amount: number, now: number): Meter {
  const width = meter.span / 12;
  const start = Math.floor(now / width) * width;
  const kept = meter.slots.filter((slot) => isCounted(slot.start, meter, now));
  const last = kept.at(-1);
  if (last?.start === start)
    return { ...meter, slots: [...kept.slice(0, -1), { start, amount: last.amount + amount }] };
  return { ...meter, slots: [...kept, { start, amount }] };
}

export function spent(meter: Meter, now: number): number {
  return meter.slots.reduce((sum, { start, amount }) => (isCounted(start, meter, now) ? sum + amount : sum), 0);
}

/** The first moment, now or later, at which `amount` more stays within `most`; more than `most` fits where nothing else is. */
export function roomAt(meter: Meter, most: number, amount: number, now: number): number {
  let over = spent(meter, now) + Math.min(amount, most) - most;
  let at = now;
  for (const slot of meter.slots) {
    if (over <= 0) break;
    if (!isCounted(slot.start, meter, now)) continue;
    over -= slot.amount;
    at = slot.start + meter.span / 12 + meter.span;
  }
  return at;
}

function isCounted(start: number, { span }: Meter, now: number): boolean {
  return start + span / 12 + span > now;
}
