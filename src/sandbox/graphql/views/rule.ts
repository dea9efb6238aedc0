import { rulesetsFor } from '../../effects/merge-rules.ts';
import { parseNodeId } from '../../state/node-id.ts';
import { pullByNumber } from '../../state/queries.ts';
import type { Repository, Ruleset, RulesetRule } from '../../state/repository.ts';
import type { World } from '../../state/world.ts';
import { time } from '../../views/schema.ts';
import { connection, type PageArguments, type View } from '../connection.ts';
import type { Scope } from '../scope.ts';
import { GraphqlProblem } from '../problem.ts';

interface BoundRule {
  readonly ruleset: Ruleset;
  readonly rule: RulesetRule;
}

/** Rules of all active rulesets that take in the branch. */
export function rulesOfBranch(world: World, repository: Repository, branch: string): readonly BoundRule[] {
  return rulesetsFor(world, repository, branch).flatMap((ruleset) => ruleset.rules.map((rule) => ({ ruleset, rule })));
}

export interface RequiredArguments {
  readonly pullRequestId?: string;
  readonly pullRequestNumber?: number;
}

/** Does the base branch of the pull request require this check or status, from this app or from anyone? */
export function isRequired(
  { world }: Scope,
  repository: Repository,
  { pullRequestId, pullRequestNumber }: RequiredArguments,
  name: string,
  appId: number | null,
): boolean {
  if (pullRequestId === undefined && pullRequestNumber === undefined) {
    throw new GraphqlProblem('UNPROCESSABLE', 'A pull request ID or pull request number is required.');
  }
  const id = pullRequestId === undefined ? undefined : parseNodeId(pullRequestId)?.id;
  const pull =
    id === undefined ? pullByNumber(world, repository.id, pullRequestNumber ?? 0) : world.pullRequests.get(id);
  if (pull === undefined) return false;
  return rulesOfBranch(world, repository, pull.base.ref)
    .flatMap(({ rule }) => (rule.type === 'required_status_checks' ? rule.parameters.required_status_checks : []))
    .some((check) => check.context === name && (check.integration_id ?? appId) === appId);
}

export function ruleView(scope: Scope, { ruleset, rule }: BoundRule): View {
  return {
    __typename: 'RepositoryRule',
    id: `RRL_${ruleset.id}_${ruleset.rules.indexOf(rule)}`,
    type: rule.type.toUpperCase(),
    parameters: parametersOf(rule),
    repositoryRuleset: () => rulesetView(scope, ruleset),
  };
}

function parametersOf(rule: RulesetRule): View | null {
  if (rule.type === 'required_status_checks') {
    const { required_status_checks: checks, strict_required_status_checks_policy: strict } = rule.parameters;
    return {
      __typename: 'RequiredStatusChecksParameters',
      doNotEnforceOnCreate: false,
      strictRequiredStatusChecksPolicy: strict,
      requiredStatusChecks: checks.map((check) => ({
        context: check.context,
        integrationId: check.integration_id ?? null,
      })),
    };
  }
  if (rule.type === 'merge_queue') {
    const { parameters } = rule;
    return {
      __typename: 'MergeQueueParameters',
      checkResponseTimeoutMinutes: parameters.check_response_timeout_minutes,
      groupingStrategy: parameters.grouping_strategy,
      maxEntriesToBuild: parameters.max_entries_to_build,
      maxEntriesToMerge: parameters.max_entries_to_merge,
      mergeMethod: parameters.merge_method,
      minEntriesToMerge: parameters.min_entries_to_merge,
      minEntriesToMergeWaitMinutes: parameters.min_entries_to_merge_wait_minutes,
    };
  }
  if (rule.type !== 'pull_request') return null;
  return {
    __typename: 'PullRequestParameters',
    allowedMergeMethods: ['MERGE', 'SQUASH', 'REBASE'],
    dismissStaleReviewsOnPush: rule.parameters.dismiss_stale_reviews_on_push,
    requireCodeOwnerReview: rule.parameters.require_code_owner_review,
    requireLastPushApproval: rule.parameters.require_last_push_approval,
    requiredApprovingReviewCount: rule.parameters.required_approving_review_count,
    requiredReviewThreadResolution: rule.parameters.required_review_thread_resolution,
  };
}

/** `bypassActors` is left out: it needs write access to the ruleset (github-checked rule 30). */
export function rulesetView(scope: Scope, ruleset: Ruleset): View {
  return {
    __typename: 'RepositoryRuleset',
    id: ruleset.nodeId,
    databaseId: ruleset.id,
    name: ruleset.name,
    enforcement: ruleset.enforcement.toUpperCase(),
    target: 'BRANCH',
    createdAt: time(ruleset.createdAt),
    updatedAt: time(ruleset.updatedAt),
    conditions: { refName: { include: ruleset.include, exclude: ruleset.exclude } },
    source: () => scope.view.repository(scope.world.repositories.get(ruleset.repositoryId) as Repository),
    rules: (page: PageArguments & { readonly type?: string }) => {
      const rules = ruleset.rules.filter((rule) => page.type === undefined || rule.type.toUpperCase() === page.type);
      return connection(rules, page, (rule) => ruleView(scope, { ruleset, rule }));
    },
  };
}
