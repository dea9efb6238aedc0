import { dateSaid } from '../transport/github-time.ts';
import type { PrimarySaid } from './account.ts';

/** What an answer's headers say of the primary limit, by the answer's own clock; null = nothing that can be used. */
export function primarySaid(headers: Readonly<Record<string, string>>): PrimarySaid | null {
  const limit = numberIn(headers['x-ratelimit-limit']);
  const remaining = numberIn(headers['x-ratelimit-remaining']);
  const seconds = numberIn(headers['x-ratelimit-reset']) - dateSaid(headers) / 1_000;
  if (!Number.isFinite(limit) || !Number.isFinite(remaining) || !Number.isFinite(seconds)) return null;
  // The limit is one of an hour: whatever a clock says, it is over by then.
  return { limit, remaining, resetsIn: Math.min(Math.max(seconds, 0), 3_600) * 1_000 };
}

function numberIn(text: string | undefined): number {
  return text === undefined ? NaN : Number(text);
}
