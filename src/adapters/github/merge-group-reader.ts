import { type GroupMember, membersOf } from '../../core/gate/group/members.ts';
import type { Snapshot } from '../../generated/types.ts';
import type {
  GroupNeeds,
  MergeGroupKey,
  MergeGroupObservation,
  MergeGroupReader,
} from '../../reconcile/ports/merge-group.ts';
import { type Batch, readBatch } from './batch.ts';
import { readChecks, suitesAt } from './facts/checks.ts';
import { groupPiece, mergeQueuePiece, queueOf } from './facts/merge-queue.ts';
import { policyPiece } from './facts/policy.ts';
import { repositoryOf, repositoryPiece } from './facts/pull-request.ts';
import { GroupFacts } from './group-facts.ts';
import { textAt } from './json-value.ts';
import { incomplete } from './beginning.ts';
import { freshWrites, pullRequestText } from './memory.ts';
import { ownObjects } from './own-objects.ts';
import { asking, isFailed } from './query/asking.ts';
import type { PieceAnswer } from './query/piece.ts';
import type { ReaderOptions } from './reader-options.ts';

export interface MergeGroupReaderOptions extends ReaderOptions {
  readonly groupNeedsOf: (snapshot: Snapshot) => GroupNeeds;
}

const groupSuites = suitesAt('groupCommit');

/** Reads a group in one request, and in a second one what its members need of its tree. */
export class GithubMergeGroupReader implements MergeGroupReader {
  readonly #options: MergeGroupReaderOptions;

  constructor(options: MergeGroupReaderOptions) {
    this.#options = options;
  }

  async observe({ owner, repo, base_ref, sha }: MergeGroupKey): Promise<MergeGroupObservation> {
    const target = { owner, repo, number: 0, commit: sha };
    const ask = asking(this.#options.transport, target, 'JudgeMergeGroup');
    const pieces = [repositoryPiece, policyPiece, mergeQueuePiece(base_ref), groupPiece];
    const batch = await readBatch(ask, pieces, [groupSuites]);
    const repository = repositoryOf(answered(batch, 'repository'));
    const policy = answered(batch, 'policy');
    const queue = answered(batch, 'mergeQueue');
    const group = answered(batch, 'group');
    const created_at = textAt(group.values, 'committedDate');
    // No word on the policy must not look like no policy, which would leave the queue without an answer.
    if (repository === null || isFailed(policy) || policy.errors.length > 0)
      throw incomplete('The repository could not be read');
    if (isFailed(queue)) throw incomplete('The merge queue could not be read');
    if (created_at === null) throw incomplete("The group's commit could not be read");
    const checks = await readChecks(
      ask,
      batch.lists.get(groupSuites.name) ?? { complete: false, total: null, nodes: [] },
    );
    const seen = queueOf(queue);
    const members = membersOf(seen, sha);
    const fresh = freshWrites(this.#options.memory, pullRequestText(target), sha);
    const own = ownObjects(this.#options, { answers: new Map(), lists: new Map() }, checks, null, fresh);
    return {
      members,
      has_policy: textAt(policy.values, 'policy', 'oid') !== null,
      timeout_minutes: seen.timeout_minutes,
      created_at,
      answered_lately: fresh !== null,
      target: {
        snapshot: null,
        repository_node_id: repository.node_id,
        repository_url: repository.url,
        pull_request_node_id: '',
        head_sha: sha,
        head_since: checks.since,
        pushers_unread: false,
        head_branch: null,
        own_checks: own.own_checks,
        sticky_comment: null,
        leans_on_memory: false,
        lookalikes: own.lookalikes,
        answers: null,
        reviewers: { pending: { users: [], teams: [] }, nodes: { users: new Map(), teams: new Map() } },
      },
      place: async (snapshots) => {
        const list: readonly GroupMember[] = members.kind === 'known' ? members.members : [];
        const tree = textAt(group.values, 'tree', 'oid');
        const context = { target, ask, queue, checks, sha, tree, defaultCommit: textAt(policy.values, 'oid') };
        return new GroupFacts(this.#options, context, list).place(snapshots);
      },
    };
  }
}

function answered({ answers }: Batch, name: string): PieceAnswer {
  const answer = answers.get(name);
  if (answer === undefined) throw incomplete('GitHub did not answer');
  return answer;
}
