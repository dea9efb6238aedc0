import { median } from '../../bench/figure.ts';

/** The first fifth warms up: code, caches that have their bound, the store's pages. Counted in tenths, from zero. */
const warm = 1;

/** By how much the last tenth's is above the one after warm-up, %. */
export function growth(tenths: readonly number[]): number {
  const [before = Number.NaN, after = Number.NaN] = [tenths[warm], tenths.at(-1)];
  return (after / before - 1) * 100;
}

/**
 * By how much it would grow in as many events again, %: the median of the slopes between any two tenths after warm-up. One
 * reading that is high or low by chance changes nothing, and a leak can't hide behind one.
 */
export function trend(tenths: readonly number[]): number {
  const later = tenths.slice(warm);
  const slopes = later.flatMap((from, at) => later.slice(at + 1).map((to, next) => (to - from) / (next + 1)));
  return ((median(slopes) * tenths.length) / (later[0] ?? Number.NaN)) * 100;
}
