const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Seconds of `90s`, `15m`, `4h` or `7d`. Texts of another form (the schema refuses them before) are no time at all. */
export function toSeconds(duration: string): number {
  const match = /^([1-9][0-9]{0,5})([smhd])$/.exec(duration);
  return match === null ? 0 : Number(match[1]) * (UNIT_SECONDS[match[2] ?? ''] ?? 0);
}

/** True for a date (`2026-06-01`) or UTC time (`2026-06-01T08:00:00Z`) that the calendar has. */
export function isRealTime(text: string): boolean {
  const time = new Date(text.length === 10 ? `${text}T00:00:00Z` : text);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text.slice(0, 10));
}

/** True for an IANA time zone that this runtime knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
