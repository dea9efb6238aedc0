/** One event as GitHub would deliver it, and the pull request that it is about; null = nothing has to follow. */
export interface Event {
  readonly event: string;
  readonly payload: object;
  readonly about: string | null;
}

export const ownApp = 7;
const [repositories, pulls] = [150, 12] as const;

/** A generator of numbers below a limit; equal seeds give equal ones (mulberry32). */
export function chance(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/** What an organisation's repositories send: pull requests, reviews, comments, checks of others and of our own, and noise. */
export function eventOf(below: (limit: number) => number): Event {
  const place = below(repositories);
  const number = 1 + below(pulls);
  const name = `agents-${place}`;
  const base = {
    installation: { id: 1_000 + place },
    repository: {
      id: 5_000 + place,
      name,
      full_name: `acme/${name}`,
      default_branch: 'main',
      owner: { login: 'acme' },
    },
    sender: { id: 1, login: 'alice', type: 'User' },
  };
  const about = `acme/${name}#${number}`;
  const check = (app: number): object => ({
    ...base,
    action: 'completed',
    check_run: {
      name: 'evals',
      head_sha: 'a'.repeat(40),
      app: { id: app },
      pull_requests: [{ number, base: { repo: { id: 5_000 + place } } }],
    },
  });
  const kinds: readonly (() => Event)[] = [
    () => ({ event: 'pull_request', payload: { ...base, action: 'synchronize', pull_request: { number } }, about }),
    () => ({ event: 'pull_request', payload: { ...base, action: 'labeled', pull_request: { number } }, about: null }),
    () => ({
      event: 'pull_request_review',
      payload: { ...base, action: 'submitted', pull_request: { number } },
      about,
    }),
    () => ({
      event: 'issue_comment',
      payload: { ...base, action: 'created', issue: { number, pull_request: {} }, comment: { id: 1, body: 'Hello.' } },
      about: null,
    }),
    () => ({ event: 'check_run', payload: check(15_368), about: null }),
    () => ({ event: 'check_run', payload: check(ownApp), about: null }),
    () => ({ event: 'push', payload: { ...base, ref: 'refs/heads/topic', after: 'b'.repeat(40) }, about: null }),
    () => ({ event: 'star', payload: { ...base, action: 'created' }, about: null }),
    () => ({ event: 'ping', payload: { zen: 'Keep it logically awesome.' }, about: null }),
    () => ({ event: 'pull_request', payload: { ...base, action: 'opened', pull_request: 'what?' }, about: null }),
  ];
  const kind = kinds[below(kinds.length)];
  if (kind === undefined) throw new Error('there is no such kind');
  return kind();
}
