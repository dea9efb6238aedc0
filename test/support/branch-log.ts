import { type BranchActivity, readActivity } from '../../src/adapters/github/rest/activity.ts';

/** The log of a head branch as GitHub's REST gives it. */
export const head = 'a'.repeat(40);
const opened = '2026-04-07T10:00:00Z';
const ids: Readonly<Record<string, number>> = { alice: 1, bob: 2, carol: 3, grace: 7 };

export interface LogEntry {
  readonly after: string;
  readonly timestamp: string;
  readonly actor: { readonly id: number; readonly login: string; readonly type: string } | null;
}

/** A move to some commit that is not the head, after the pull request was opened. */
export function entry(login: string, over: Partial<Omit<LogEntry, 'actor'>> = {}) {
  const actor = { id: ids[login] ?? 99, login, type: 'User' };
  return { after: 'b'.repeat(40), timestamp: '2026-04-07T11:00:00Z', ...over, actor };
}

/** What is read of a log in pages, newest first; a function among them is told each path that is asked. */
export function activityOver(
  ...parts: readonly (readonly LogEntry[] | ((path: string) => unknown))[]
): Promise<BranchActivity> {
  const pages = parts.filter((part) => typeof part !== 'function');
  const told = parts.filter((part) => typeof part === 'function');
  const transport = {
    graphql: () => Promise.reject(new Error('not asked')),
    rest: ({ path }: { readonly path: string }) => {
      for (const tell of told) tell(path);
      const index = Number(new URL(path, 'https://api.example').searchParams.get('after') ?? 0);
      const next = `<https://api.example/repositories/7/activity?per_page=100&after=${index + 1}>; rel="next"`;
      const headers: Record<string, string> = index + 1 < pages.length ? { link: next } : {};
      return Promise.resolve({ status: 200, headers, data: pages[index] ?? [] });
    },
  };
  return readActivity(transport, { repository: 'acme/agents', ref: 'a', sha: head }, opened);
}
