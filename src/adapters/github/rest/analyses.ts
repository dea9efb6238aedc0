import { listAt, textAt } from '../json-value.ts';
import type { Target } from '../query/piece.ts';
import type { ReaderOptions } from '../reader-options.ts';
import { type RestAnswer, restPath } from '../transport/transport.ts';
import { isOneFactOnly } from './pages.ts';

type Options = Pick<ReaderOptions, 'transport' | 'memory'>;

/** Analyses of one ref that are looked at, newest first: several tools and languages come to one commit. */
const mostAnalyses = 30;
/** Commits among them: one of an older head may have ended later. */
const mostCommits = 3;

/**
 * Whether code scanning has analysed the head of a pull request: the head itself, or a merge of it into the base. The
 * base may have moved since, so it need not be the merge that GitHub would make now.
 */
export async function isAnalysed(options: Options, target: Target, headSha: string): Promise<boolean | 'unread'> {
  for (const side of ['merge', 'head']) {
    const commits = await analysedCommits(options, target, side);
    if (commits === 'unread') return 'unread';
    for (const commit of commits) {
      const parents = commit === headSha ? [headSha] : await parentsOf(options, target, commit);
      if (parents.includes(headSha)) return true;
    }
  }
  return false;
}

/** The newest commits of a pull request's ref that an analysis without an error is of. */
async function analysedCommits(
  { transport }: Options,
  { owner, repo, number }: Target,
  side: string,
): Promise<readonly string[] | 'unread'> {
  const ref = `refs/pull/${number}/${side}`;
  const values = { owner, repo, ref, sort: 'created', direction: 'desc', per_page: mostAnalyses };
  const answer = await tried(() =>
    transport.rest({ method: 'GET', path: restPath('/repos/{owner}/{repo}/code-scanning/analyses', values) }),
  );
  if (answer === 'absent') return [];
  if (answer === 'unread' || !Array.isArray(answer.data)) return 'unread';
  const whole = (answer.data as readonly unknown[]).filter((one) => textAt(one, 'error') === '');
  return [...new Set(whole.flatMap((one) => textAt(one, 'commit_sha') ?? []))].slice(0, mostCommits);
}

/** The parents of a merge; of any other commit, and of one that can't be read, none: only a merge joins head and base. */
async function parentsOf(
  { transport, memory }: Options,
  { owner, repo }: Target,
  commit: string,
): Promise<readonly string[]> {
  const key = `${owner}/${repo}@${commit}`.toLowerCase();
  const known = memory.parents.get(key);
  if (known !== undefined) return known;
  const path = restPath('/repos/{owner}/{repo}/git/commits/{commit}', { owner, repo, commit });
  const answer = await tried(() => transport.rest({ method: 'GET', path }));
  if (answer === 'absent' || answer === 'unread') return [];
  const all = listAt(answer.data, 'parents').flatMap((parent) => textAt(parent, 'sha') ?? []);
  const parents = all.length === 2 ? all : [];
  memory.parents.set(key, parents);
  return parents;
}

async function tried(work: () => Promise<RestAnswer>): Promise<RestAnswer | 'absent' | 'unread'> {
  try {
    return await work();
  } catch (error) {
    if (!isOneFactOnly(error)) throw error;
    // GitHub's word where a repository has no analysis at all.
    return error.code === 'github_not_found' ? 'absent' : 'unread';
  }
}
