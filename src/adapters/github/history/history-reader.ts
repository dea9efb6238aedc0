import type { PolicySource } from '../../../generated/types.ts';
import type { HistoryReader, MergedPullRequest, PastSnapshot } from '../../../reconcile/ports/history.ts';
import { faultOf } from '../../fault.ts';
import { pullRequestText } from '../memory.ts';
import type { Wanted } from '../wanted.ts';
import { OneReading } from '../one-reading.ts';
import type { ReaderOptions } from '../reader-options.ts';
import { isOneFactOnly } from '../rest/pages.ts';
import type { RepositoryName } from '../rest/repository-name.ts';
import { mergedPullRequests } from './merged-pull-requests.ts';

/**
 * Reads merged pull requests as they were when they were merged. What one of them needed is asked for at once with the
 * next: pull requests of a repository are alike, so that most cost one request.
 */
export class GithubHistoryReader implements HistoryReader {
  readonly #options: ReaderOptions;
  readonly #repository: RepositoryName;
  readonly #policy: PolicySource | null;
  #hint: { readonly wanted: Wanted; readonly baseRef: string } | null = null;

  /** `policy`: what is judged by; null = the default branch's of today. */
  constructor(options: ReaderOptions, repository: RepositoryName, policy: PolicySource | null) {
    this.#options = options;
    this.#repository = repository;
    this.#policy = policy;
  }

  merged(most: number): Promise<readonly MergedPullRequest[]> {
    return mergedPullRequests(this.#options.transport, this.#repository, most);
  }

  async snapshot({ number, merged_at, base_sha, paths }: MergedPullRequest): Promise<PastSnapshot> {
    const key = { ...this.#repository, number };
    const { memory } = this.#options;
    if (this.#hint !== null) {
      memory.pullRequests.set(pullRequestText(key), { ...this.#hint, wanted: likeBefore(this.#hint.wanted, paths) });
    }
    try {
      const past = { baseSha: base_sha, policy: this.#policy };
      const observation = await new OneReading(this.#options, key, new Date(merged_at), [], past).read();
      this.#remember(key);
      if (observation === null) return { snapshot: null, lost: 'head_gone' };
      return { snapshot: observation.snapshot, lost: null };
    } catch (error) {
      if (!isOneFactOnly(error)) throw error;
      return { snapshot: null, lost: faultOf(error).code === 'github_not_found' ? 'head_gone' : 'unreadable' };
    }
  }

  /** Roles are those of the policy; older approvals and people are each pull request's own. */
  #remember(key: RepositoryName & { readonly number: number }): void {
    const known = this.#options.memory.pullRequests.get(pullRequestText(key));
    if (known === undefined || !known.wanted.governed) return;
    const wanted = { ...known.wanted, reviewed: [], permissions: [] };
    this.#hint = { wanted, baseRef: known.baseRef };
  }
}

/** More are asked for when it is known which of them are records. */
const mostLikely = 10;

/** What one pull request needed, in the folders of another one's records. A guess: it costs or saves a request, no more. */
function likeBefore(before: Wanted, paths: readonly string[]): Wanted {
  const records = paths.filter((path) => /\.ya?ml$/.test(path) && !path.startsWith('.github/')).slice(0, mostLikely);
  const then = new Set(before.records.map(folderOf));
  const folders = [...new Set(records.map(folderOf))];
  const files = before.files.flatMap(({ path, text }) => {
    if (!then.has(folderOf(path))) return text ? [{ path, text }] : [];
    return folders.map((folder) => ({ path: `${folder}${path.slice(folderOf(path).length)}`, text }));
  });
  return { ...before, records, files };
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
