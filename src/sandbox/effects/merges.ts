import { actingUser, requirePermission } from '../auth/access.ts';
import type { User } from '../state/identity.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { branchTip, ownerOf } from '../state/queries.ts';
import { Refusal } from '../state/refusal.ts';
import type { Repository } from '../state/repository.ts';
import { pullRequestEvent } from '../webhooks/payload.ts';
import type { Effects } from './effects.ts';
import { by, type Engine } from './engine.ts';
import type { MergeInput } from './inputs.ts';
import { mergeAllowed } from './merge-rules.ts';
import { mergedTree, webFlow } from './mergeability.ts';
import { pushRef } from './refs.ts';
import { record } from './timeline.ts';

async function mergeCommit(
  engine: Engine,
  pull: PullRequest,
  repository: Repository,
  merger: User,
  input: MergeInput,
): Promise<string> {
  const tip = branchTip(repository, pull.base.ref) ?? '';
  const tree = await mergedTree(repository, tip, pull.head.sha);
  if (tree === null) throw new Refusal(405, 'Pull Request is not mergeable');
  const committer = webFlow(engine.now());
  const email = merger.emails[0] ?? `${merger.id}+${merger.login}@users.noreply.github.com`;
  const author = { ...committer, name: merger.name ?? merger.login, email };
  const head = engine.world.repositories.get(pull.head.repositoryId ?? 0) ?? repository;
  const squash = input.method === 'squash';
  const title = squash
    ? `${pull.title} (#${pull.number})`
    : `Merge pull request #${pull.number} from ${ownerOf(engine.world, head).login}/${pull.head.ref}`;
  const message = input.message ?? (squash ? '' : pull.title);
  return repository.git.writeCommit({
    tree,
    parents: squash ? [tip] : [tip, pull.head.sha],
    author,
    committer,
    message: [input.title ?? title, message].filter((part) => part !== '').join('\n\n'),
  });
}

export function mergeEffects(engine: Engine): Pick<Effects, 'mergePull'> {
  return {
    mergePull: async (actor, pull, input) => {
      const { world } = engine;
      const repository = world.repositories.get(pull.repositoryId) as Repository;
      requirePermission(world, actor, repository, 'contents', 'write');
      const merger = actingUser(actor);
      // documented: 405 "merge cannot be performed", 409 "sha was provided and pull request head did not match"
      if (pull.state === 'closed') throw new Refusal(405, 'Pull Request is not mergeable');
      if (input.sha !== undefined && input.sha !== pull.head.sha) {
        throw new Refusal(409, 'Head branch was modified. Review and try the merge again.');
      }
      if (input.method === 'rebase') throw new Refusal(405, 'Rebase merges are not allowed on this repository.');
      const answer = mergeAllowed(world, pull, merger.id);
      if (!answer.allowed) {
        const rules = `Repository rule violations found\n\n${answer.reasons.join('\n')}\n\n`;
        const plain = pull.draft || pull.mergeable === false;
        throw new Refusal(405, plain ? (answer.reasons[0] ?? rules) : rules);
      }
      const sha = await mergeCommit(engine, pull, repository, merger, input);
      const now = engine.now();
      // closed first, so that the push to the base branch does not look at it again
      pull.state = 'closed';
      pull.mergedAt = now;
      pull.closedAt = now;
      pull.updatedAt = now;
      pull.mergedById = merger.id;
      pull.mergeCommitSha = sha;
      repository.refs.delete(`refs/pull/${pull.number}/merge`);
      await pushRef(engine, repository, `refs/heads/${pull.base.ref}`, sha, merger, 'pr_merge');
      record(engine, pull, { kind: 'merged', actorId: merger.id, commitSha: sha, refName: pull.base.ref });
      record(engine, pull, { kind: 'closed', actorId: merger.id });
      engine.emit(pullRequestEvent(world, by(repository, merger), 'closed', pull));
      return sha;
    },
  };
}
