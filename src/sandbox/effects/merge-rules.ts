import { isAncestor } from '../git/history.ts';
import type { CheckConclusion } from '../state/check.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { branchTip, checkRunsOf, reviewsOf, roleOf, statusesOf } from '../state/queries.ts';
import type { MergeQueueParameters, Repository, RequiredStatusCheck, Ruleset } from '../state/repository.ts';
import type { World } from '../state/world.ts';

/** The oracle: may this be merged now, and if not, why. One sentence per reason. */
export interface MergeAnswer {
  readonly allowed: boolean;
  readonly reasons: readonly string[];
}

/** "successful, skipped, or neutral" pass a required check, nothing else (github-checked rule 13). */
const passing: readonly (CheckConclusion | null)[] = ['success', 'skipped', 'neutral'];

function matches(pattern: string, ref: string, repository: Repository): boolean {
  if (pattern === '~ALL') return true;
  if (pattern === '~DEFAULT_BRANCH') return ref === `refs/heads/${repository.defaultBranch}`;
  const parts = pattern.split(/(\*\*|\*)/).map((part) => {
    if (part === '**') return '.*';
    return part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`).test(ref);
}

/** Active rulesets that bind a branch. */
export function rulesetsFor(world: World, repository: Repository, branch: string): Ruleset[] {
  const ref = `refs/heads/${branch}`;
  return [...world.rulesets.values()].filter(
    (ruleset) =>
      ruleset.repositoryId === repository.id &&
      ruleset.enforcement === 'active' &&
      ruleset.include.some((pattern) => matches(pattern, ref, repository)) &&
      !ruleset.exclude.some((pattern) => matches(pattern, ref, repository)),
  );
}

/**
 * A required check is a literal name and, perhaps, an app. The newest run per suite and the newest status of that
 * name all have to pass; a check *and* a status of one name are both required (github-checked rule 16). What another
 * source posted under the name of a pinned check does not count, neither for nor against.
 */
function requiredCheck(world: World, repositoryId: number, sha: string, required: RequiredStatusCheck): string[] {
  const from = (appId: number | null): boolean =>
    required.integration_id === undefined || required.integration_id === appId;
  const newest = new Map(
    checkRunsOf(world, repositoryId, sha)
      .filter((run) => run.name === required.context && from(run.appId))
      .map((run) => [run.suiteId, run]),
  );
  const status = statusesOf(world, repositoryId, sha)
    .filter((one) => one.context === required.context && from(one.appId))
    .at(-1);
  if (newest.size === 0 && status === undefined) return [`Required status check "${required.context}" is expected.`];
  const failing = [...newest.values()].filter((run) => run.status !== 'completed' || !passing.includes(run.conclusion));
  return [
    ...failing.map((run) => `Required status check "${required.context}" is ${run.conclusion ?? run.status}.`),
    ...(status === undefined || status.state === 'success'
      ? []
      : [`Required status check "${required.context}" is ${status.state}.`]),
  ];
}

/** Newest opinion of each person with write access; the author's own never counts. */
export function opinions(world: World, pull: PullRequest): Map<number, 'APPROVED' | 'CHANGES_REQUESTED'> {
  const repository = world.repositories.get(pull.repositoryId) as Repository;
  const latest = new Map<number, 'APPROVED' | 'CHANGES_REQUESTED'>();
  for (const review of reviewsOf(world, pull)) {
    const role = roleOf(world, repository, review.authorId);
    if (review.authorId === pull.authorId || !['write', 'maintain', 'admin'].includes(role)) continue;
    if (review.state === 'APPROVED' || review.state === 'CHANGES_REQUESTED') latest.set(review.authorId, review.state);
    if (review.state === 'DISMISSED') latest.delete(review.authorId);
  }
  return latest;
}

function lastPusher(world: World, pull: PullRequest): number | null {
  const ref = `refs/heads/${pull.head.ref}`;
  const pushes = world.activities.filter((one) => one.repositoryId === pull.head.repositoryId && one.ref === ref);
  return pushes.at(-1)?.actorId ?? null;
}

function ruleReasons(
  world: World,
  pull: PullRequest,
  repository: Repository,
  rule: Ruleset['rules'][number],
): string[] {
  if (rule.type === 'required_status_checks') {
    const tip = branchTip(repository, pull.base.ref) ?? '';
    const behind =
      rule.parameters.strict_required_status_checks_policy && !isAncestor(repository.git, tip, pull.head.sha);
    return [
      ...(behind ? ['The head branch is not up to date with the base branch.'] : []),
      ...rule.parameters.required_status_checks.flatMap((required) =>
        requiredCheck(world, pull.repositoryId, pull.head.sha, required),
      ),
    ];
  }
  if (rule.type !== 'pull_request') return [];
  const given = opinions(world, pull);
  const approvals = [...given].filter(([, state]) => state === 'APPROVED').map(([id]) => id);
  const needed = rule.parameters.required_approving_review_count;
  const pusher = lastPusher(world, pull);
  // code owners are left to the product: `require_code_owner_review` is listed, not evaluated
  return [
    ...([...given.values()].includes('CHANGES_REQUESTED') ? ['Changes were requested by a reviewer.'] : []),
    ...(approvals.length < needed
      ? [`At least ${needed} approving review is required by reviewers with write access.`]
      : []),
    ...(rule.parameters.require_last_push_approval && needed > 0 && !approvals.some((id) => id !== pusher)
      ? ['New changes require approval from someone other than the last pusher.']
      : []),
  ];
}

/** The rule that sends a branch's merges through a queue; null = there is none. */
export function mergeQueueOf(world: World, repository: Repository, branch: string): MergeQueueParameters | null {
  for (const { rules } of rulesetsFor(world, repository, branch)) {
    for (const rule of rules) if (rule.type === 'merge_queue') return rule.parameters;
  }
  return null;
}

/** What the checks that a branch requires say of a commit: a queue's groups wait for them. */
export function requiredChecksState(
  world: World,
  repository: Repository,
  branch: string,
  sha: string,
): 'success' | 'pending' | 'failure' {
  const required = rulesetsFor(world, repository, branch)
    .flatMap(({ rules }) => rules)
    .flatMap((rule) => (rule.type === 'required_status_checks' ? rule.parameters.required_status_checks : []));
  const reasons = required.flatMap((one) => requiredCheck(world, repository.id, sha, one));
  if (reasons.length === 0) return 'success';
  return reasons.some((reason) => !/ is (expected|queued|in_progress|waiting|pending|requested)\.$/.test(reason))
    ? 'failure'
    : 'pending';
}

/**
 * `userId` null = somebody without a right to bypass; `into` the queue takes what would otherwise merge at once, and
 * where there is one, nothing merges past it.
 */
export function mergeAllowed(
  world: World,
  pull: PullRequest,
  userId: number | null,
  into: 'branch' | 'queue' = 'branch',
): MergeAnswer {
  const repository = world.repositories.get(pull.repositoryId) as Repository;
  const rules = rulesetsFor(world, repository, pull.base.ref)
    .filter((ruleset) => userId === null || !ruleset.bypassUserIds.includes(userId))
    .flatMap((ruleset) => ruleset.rules);
  const reasons = [
    ...(pull.state === 'closed' ? ['Pull Request is not open'] : []),
    ...(pull.draft ? ['Pull Request is still a draft'] : []),
    ...(pull.mergeable === false ? ['Pull Request has merge conflicts'] : []),
    ...rules.flatMap((rule) => ruleReasons(world, pull, repository, rule)),
    ...(into === 'branch' && rules.some(({ type }) => type === 'merge_queue')
      ? ['Changes must be made through the merge queue']
      : []),
  ];
  return { allowed: reasons.length === 0, reasons };
}
