import type { Commit } from '../git/store.ts';
import type { CheckRun, CheckSuite } from '../state/check.ts';
import type { User } from '../state/identity.ts';
import type { Issue, IssueComment, PullRequest, Review } from '../state/pull-request.ts';
import type { Repository } from '../state/repository.ts';
import type { Workflow, WorkflowRun } from '../state/workflow.ts';
import type { World } from '../state/world.ts';
import { appOrNull } from '../views/app.ts';
import { checkRunView, checkSuiteView } from '../views/check.ts';
import { simpleCommit } from '../views/commit.ts';
import { commentView, issueView } from '../views/issue.ts';
import { pullSimple, pullView, reviewView } from '../views/pull-request.ts';
import { time, timeOrNull } from '../views/schema.ts';
import { workflowRunView, workflowView } from '../views/workflow.ts';
import type { HookEvent } from './event.ts';

/** One function per event: what github.com would put into it. */
type Who = { readonly repository: Repository; readonly sender: User };

export const pullRequestEvent = (
  world: World,
  who: Who,
  action: string,
  pull: PullRequest,
  extra: Readonly<Record<string, unknown>> = {},
): HookEvent => ({
  ...who,
  event: 'pull_request',
  action,
  body: { number: pull.number, pull_request: pullView(world, pull), ...extra },
});

/** In webhooks the review's state is in lower case, and the pull request is the short form. */
export function reviewEvent(world: World, who: Who, action: string, pull: PullRequest, review: Review): HookEvent {
  const view = { ...reviewView(world, pull, review), state: review.state.toLowerCase() };
  return {
    ...who,
    event: 'pull_request_review',
    action,
    body: {
      review: { ...view, submitted_at: timeOrNull(review.submittedAt), updated_at: time(review.updatedAt) },
      pull_request: pullSimple(world, pull),
    },
  };
}

export const issueCommentEvent = (
  world: World,
  who: Who,
  action: string,
  subject: Issue | PullRequest,
  comment: IssueComment,
  extra: Readonly<Record<string, unknown>> = {},
): HookEvent => ({
  ...who,
  event: 'issue_comment',
  action,
  body: { issue: issueView(world, subject), comment: commentView(world, comment), ...extra },
});

export const issuesEvent = (
  world: World,
  who: Who,
  action: string,
  issue: Issue,
  extra: Readonly<Record<string, unknown>> = {},
): HookEvent => ({
  ...who,
  event: 'issues',
  action,
  body: { issue: issueView(world, issue), ...extra },
});

/** A suite without its repository and commit, as it stands inside a run. */
function nestedSuite(world: World, suite: CheckSuite) {
  const { head_commit, latest_check_runs_count, check_runs_url, rerequestable, runs_rerequestable, ...short } =
    checkSuiteView(world, suite);
  return short;
}

export const checkRunEvent = (
  world: World,
  who: Who,
  action: string,
  run: CheckRun,
  extra: Readonly<Record<string, unknown>> = {},
): HookEvent => ({
  ...who,
  event: 'check_run',
  action,
  body: {
    check_run: {
      ...checkRunView(world, run),
      check_suite: nestedSuite(world, world.checkSuites.get(run.suiteId) as CheckSuite),
    },
    ...extra,
  },
});

export function checkSuiteEvent(world: World, who: Who, action: string, suite: CheckSuite): HookEvent {
  const { repository: _repository, ...view } = checkSuiteView(world, suite);
  return {
    ...who,
    event: 'check_suite',
    action,
    body: { check_suite: { ...view, app: appOrNull(world, suite.appId) } },
  };
}

/** `baseRef` is full, as in the webhook; the head of a group hangs on the head of the one ahead. */
export const mergeGroupEvent = (
  who: Who,
  action: 'checks_requested' | 'destroyed',
  group: { readonly ref: string; readonly headSha: string; readonly baseSha: string; readonly baseRef: string },
  extra: Readonly<Record<string, unknown>>,
): HookEvent => ({
  ...who,
  event: 'merge_group',
  action,
  body: {
    merge_group: {
      head_sha: group.headSha,
      head_ref: group.ref,
      base_sha: group.baseSha,
      base_ref: group.baseRef,
      head_commit: simpleCommit(who.repository.git.commit(group.headSha) as Commit),
    },
    ...extra,
  },
});

export const workflowRunEvent = (world: World, who: Who, action: string, run: WorkflowRun): HookEvent => ({
  ...who,
  event: 'workflow_run',
  action,
  body: {
    workflow: workflowView(world, world.workflows.get(run.workflowId) as Workflow),
    workflow_run: workflowRunView(world, run),
  },
});
