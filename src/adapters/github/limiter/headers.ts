import type { PrimarySaid } from './account.ts';

/** What an answer's headers say of the primary limit, by the answer's own clock; null = nothing that can be used. */
export function primarySaid(headers: Readonly<Record<string, string>>): PrimarySaid | null {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) => {
    const text = headers[`x-ratelimit-${name}`];
    return text === undefined ? NaN : Number(text);
  }) as [number, number, number];
  const seconds = reset - Date.parse(headers['date'] ?? '') / 1_000;
  if (![limit, remaining, seconds].every(Number.isFinite)) return null;
  // The limit is one of an hour: whatever a clock says, it is over by then.
  return { limit, remaining, resetsIn: Math.min(Math.max(seconds, 0), 3_600) * 1_000 };
}
