import type { PatchFact, Person, Snapshot } from '../../generated/types.ts';
import type { Glance, Observation, PullRequestKey, PullRequestReader } from '../../reconcile/ports.ts';
import { glance } from './glance.ts';
import { patchesOf } from './late-facts.ts';
import { incomplete } from './beginning.ts';
import { OneReading } from './one-reading.ts';
import type { ReaderOptions } from './reader-options.ts';
import { readHeadPush } from './rest/head-push.ts';

/** Readings that meet a moving head before giving up. */
const mostTries = 3;

/**
 * Reads a pull request over GraphQL: one request while the needs of the last reading still hold, else one more for each
 * round of new needs; REST only for what GraphQL doesn't have (github-checked section 3).
 */
export class GithubPullRequestReader implements PullRequestReader {
  readonly #options: ReaderOptions;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  glance(key: PullRequestKey): Promise<Glance> {
    return glance(this.#options, key);
  }

  patches(
    { owner, repo, number }: PullRequestKey,
    { repository, pull_request }: Snapshot,
    commits: readonly string[],
  ): Promise<readonly PatchFact[]> {
    return patchesOf(this.#options, { owner, repo, number }, repository.id, pull_request.base_sha, commits);
  }

  async headSince(key: PullRequestKey, { head_sha, head_since }: Observation): Promise<string | null> {
    const pushed = await readHeadPush(this.#options.transport, key, head_sha);
    return pushed === 'unread' ? head_since : pushed;
  }

  async observe(key: PullRequestKey, now: Date, asking: readonly Person[] = []): Promise<Observation> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const observation = await new OneReading(this.#options, key, now, asking).read();
      if (observation !== null) return observation;
    }
    throw incomplete('The head commit moved while it was being read');
  }
}
