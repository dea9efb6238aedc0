import type { PullRequestFacts } from './facts/pull-request.ts';
import type { TimelineFacts } from './facts/reviews.ts';
import type { ReaderOptions } from './reader-options.ts';
import { type BranchActivity, readActivity } from './rest/activity.ts';

/**
 * Who pushed to the head branch, by GitHub's log of it. No check suite tells: a suite is made at a commit's first push to
 * any branch, so it names whoever made the commit, not who moved it here by a fast-forward; one for a commit that was taken
 * off the branch and put back still names the first; and a run for a pull request puts the head branch's name on a suite of
 * a commit that was pushed elsewhere. null = the head's repository is gone.
 *
 * Read once for a head: while it stays, the branch can only have moved by leaving it, and it comes back to it only by a
 * force push, or while the pull request was closed. Both stand in the timeline, whose events nobody can take away.
 */
export async function pushesToHead(
  { memory, transport }: Pick<ReaderOptions, 'memory' | 'transport'>,
  { pull_request, head_repository_name: repository, head_ref: ref }: PullRequestFacts,
  { complete, turns }: TimelineFacts,
): Promise<BranchActivity | null> {
  const { id, head_repository, head_sha: sha, created_at } = pull_request;
  if (repository === null) return null;
  // The branch's name comes last: it alone is in somebody else's words, and could look like another part.
  const key = `${id} ${head_repository} ${turns} ${sha} ${ref}`;
  const known = complete ? memory.activities.get(key) : undefined;
  if (known !== undefined) return known;
  const activity = await readActivity(transport, { repository, ref, sha }, created_at);
  if (complete && activity.head_known) memory.activities.set(key, activity);
  return activity;
}
