import type { Glance, PullRequestKey } from '../../reconcile/ports.ts';
import { Fault } from '../fault.ts';
import { readBatch } from './batch.ts';
import { readChecks, suites } from './facts/checks.ts';
import { policyOf, policyPiece } from './facts/policy.ts';
import {
  headPiece,
  ownHeadBranch,
  pullRequestOf,
  pullRequestPiece,
  repositoryOf,
  repositoryPiece,
} from './facts/pull-request.ts';
import { freshWrites, pullRequestText } from './memory.ts';
import { ownObjects } from './own-objects.ts';
import { asking } from './query/asking.ts';
import type { ReaderOptions } from './reader-options.ts';

/** One small query: where to say that nothing could be judged. */
export async function glance(options: ReaderOptions, { owner, repo, number }: PullRequestKey): Promise<Glance> {
  const ask = asking(options.transport, { owner, repo, number }, 'GlanceAtPullRequest');
  const pieces = [repositoryPiece, policyPiece, pullRequestPiece, headPiece];
  const batch = await readBatch(ask, pieces, [suites]);
  const none = { values: {}, errors: [] };
  const repository = repositoryOf(batch.answers.get('repository') ?? none);
  const pullRequest = pullRequestOf(batch.answers.get('pullRequest') ?? none, batch.answers.get('head') ?? none);
  if (repository === null || pullRequest === null) {
    throw new Fault('github_answer_incomplete', { message: 'The pull request could not be read.' });
  }
  const policy = policyOf(repository.repository.full_name, batch.answers.get('policy') ?? none);
  const checks = await readChecks(ask, batch.lists.get('suites') ?? { complete: false, total: null, nodes: [] });
  const { head_sha } = pullRequest.pull_request;
  const fresh = freshWrites(options.memory, pullRequestText({ owner, repo, number }), head_sha);
  return {
    ...ownObjects(options, batch, checks, null, fresh === null ? null : { ...fresh, comment: null }),
    snapshot: null,
    answers: null,
    has_policy: policy !== null,
    policy,
    organization: (await options.organizationPolicy?.().catch(() => 'unread' as const)) ?? null,
    is_open: pullRequest.pull_request.state === 'open',
    repository_node_id: repository.node_id,
    repository_url: repository.url,
    pull_request_node_id: pullRequest.node_id,
    head_sha,
    head_since: checks.since,
    pushers_unread: false,
    reviewers: { pending: { users: [], teams: [] }, nodes: { users: new Map(), teams: new Map() } },
    head_branch: ownHeadBranch({ repository, pullRequest }),
  };
}
