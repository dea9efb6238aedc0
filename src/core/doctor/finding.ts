import type { DoctorCode } from '../../generated/codes.ts';
import type { Finding } from './facts.ts';

export function finding(code: DoctorCode, message: string): Finding {
  return { code, message, where: null };
}

/** `a, b, c and 4 more`: a line stays a line. */
export function someOf(names: readonly string[], most = 5): string {
  const more = names.length - most;
  return more <= 0 ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${more} more`;
}
