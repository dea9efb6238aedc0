/** `1 review`, `2 reviews`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function joined(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** A UTC time as `2026-04-07 16:02 UTC`: absolute, so that the text stays the same while nothing changes. */
export function shownTime(time: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(time);
  return match === null ? time : `${match[1]} ${match[2]} UTC`;
}
