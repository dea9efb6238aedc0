import type { Finding } from './facts.ts';
import { finding } from './finding.ts';

/** Seconds between GitHub's `date` and our clock (positive = ours is ahead); null = GitHub sent none. */
export function clockFindings(skew: number | null): readonly Finding[] {
  if (skew === null) return [];
  const off = Math.abs(Math.round(skew));
  // The App's tokens are made a minute back, and a date counts whole seconds.
  if (off <= 30) return [finding('clock_right', `The clock agrees with GitHub's to ${off} s.`)];
  return [finding('clock_skewed', `The clock is ${off} s ${skew > 0 ? 'ahead of' : 'behind'} GitHub's.`)];
}
