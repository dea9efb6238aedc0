/**
 * The time that a command's `until` names, as whole UTC seconds: a day (its last second), or RFC 3339 in UTC. null = it is
 * neither, or no day of the calendar.
 */
export function untilOf(text: string): string | null {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)Z)?$/.exec(text) ?? [];
  if (day === undefined) return null;
  const full = `${day}T${secondsOf(time)}Z`;
  const milliseconds = Date.parse(full);
  // 30 February is no date, but some parsers make one of March out of it.
  return !Number.isNaN(milliseconds) && isoSeconds(milliseconds) === full ? full : null;
}

function secondsOf(time: string | undefined): string {
  if (time === undefined) return '23:59:59';
  return time.length === 5 ? `${time}:00` : time;
}

/** Milliseconds since 1970 as a UTC time of whole seconds, rounded up: never before the time meant. */
export function isoSeconds(milliseconds: number): string {
  return new Date(Math.ceil(milliseconds / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
