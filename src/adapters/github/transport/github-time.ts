import type { Exchanged } from './http-transport.ts';

/** GitHub's clock, by which its tokens live and its times are written; ours may be wrong. Milliseconds since the epoch. */
export interface GithubTime {
  readonly now: () => number;
  /** The same moment by our own clock, by which the inbox and its timers go. */
  readonly here: (moment: number) => number;
  /** Told of every exchange: each answer says when it was given, a refusal too. */
  readonly learn: (seen: Pick<Exchanged, 'kind' | 'headers' | 'seconds'>) => void;
}

/** A date counts whole seconds, and two clocks that are kept right differ by less than this, milliseconds. */
const tolerance = 2_000;

let latest = { text: '', date: NaN };

/** When an answer was given, milliseconds since the epoch; NaN = it doesn't say. All answers of a second say the same. */
export function dateSaid(headers: Readonly<Record<string, string>>): number {
  const text = headers['date'] ?? '';
  if (text !== latest.text) latest = { text, date: Date.parse(text) };
  return latest.date;
}

/** Until the first answer GitHub's clock is taken to be ours (github-facts F21). */
export function githubTime(local: () => number = Date.now): GithubTime {
  let offset = 0;
  return {
    now: () => local() + offset,
    here: (moment) => moment - offset,
    learn: ({ kind, headers, seconds }) => {
      // Storage is another machine's.
      if (kind === 'storage') return;
      const date = dateSaid(headers);
      if (!Number.isFinite(date)) return;
      const received = local() + offset;
      const sent = received - seconds * 1_000;
      // It was said at some time between: only what doesn't fit in there tells that a clock is wrong.
      if (date + 1_000 + tolerance < sent || date - tolerance > received)
        // In whole milliseconds, as times are kept.
        offset += Math.round(date - (sent + received) / 2);
    },
  };
}
