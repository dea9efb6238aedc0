/** What was spent within a span of time, in slots of a twelfth of it: what a slot holds leaves when all of it is old. */
export interface Meter {
  /** Milliseconds. */
  readonly span: number;
  /** Oldest first. */
  readonly slots: readonly { readonly start: number; readonly amount: number }[];
}

/** A meter of `span` milliseconds with nothing spent. */
export function emptyMeter(span: number): Meter {
  return { span, slots: [] };
}

/** The meter with `amount` more spent at `now`, milliseconds since the epoch. */
export function charged(meter: Meter, amount: number, now: number): Meter {
  const width = meter.span / 12;
  const start = Math.floor(now / width) * width;
  const slots: { start: number; amount: number }[] = [];
  for (const slot of meter.slots) if (isCounted(slot.start, meter, now)) slots.push(slot);
  const last = slots.at(-1);
  if (last?.start === start) slots[slots.length - 1] = { start, amount: last.amount + amount };
  else slots.push({ start, amount });
  return { span: meter.span, slots };
}

/** What was spent within the span before `now`. */
export function spent(meter: Meter, now: number): number {
  let sum = 0;
  for (const { start, amount } of meter.slots) if (isCounted(start, meter, now)) sum += amount;
  return sum;
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
