const PERCENT = /^([0-9]{1,3}(?:\.[0-9]{1,6})?)(?:%|_percent)?$/;

/** Reads `N`, `N%` or `N_percent` as a number from 0 to 100; anything else is null (contract section 0 point 1). */
export function parsePercent(text: string): number | null {
  const digits = PERCENT.exec(text)?.[1];
  return digits === undefined ? null : toPercent(Number(digits));
}

/** A number as a percentage, or null outside 0 to 100. */
export function toPercent(value: number): number | null {
  return value >= 0 && value <= 100 ? value : null;
}
