import type { GraphqlContext } from './context.ts';
import type { Scope, Views } from './scope.ts';
import { accountView, actorView, organizationView, teamView } from './views/account.ts';
import { checkRunView, checkSuiteView, workflowRunView } from './views/check.ts';
import { commitView, objectView } from './views/git-object.ts';
import { commentView, issueView } from './views/issue.ts';
import { pullRequestView, reviewView } from './views/pull-request.ts';
import { refView } from './views/ref.ts';
import { repositoryView } from './views/repository.ts';
import { rollupView } from './views/rollup.ts';

/** The context of one request with all views on it. */
export function scopeOf(context: GraphqlContext): Scope {
  const view: Views = {
    account: (account) => accountView(scope, account),
    actor: (id) => actorView(scope, id),
    organization: (organization) => organizationView(scope, organization),
    team: (team) => teamView(scope, team),
    repository: (repository) => repositoryView(scope, repository),
    ref: (repository, qualifiedName) => refView(scope, repository, qualifiedName),
    object: (repository, sha) => objectView(scope, repository, sha),
    commit: (repository, commit) => commitView(scope, repository, commit),
    rollup: (repository, commit) => rollupView(scope, repository, commit),
    checkSuite: (suite) => checkSuiteView(scope, suite),
    checkRun: (run) => checkRunView(scope, run),
    workflowRun: (run) => workflowRunView(scope, run),
    pullRequest: (pull) => pullRequestView(scope, pull),
    review: (pull, review) => reviewView(scope, pull, review),
    issue: (issue) => issueView(scope, issue),
    comment: (comment) => commentView(scope, comment),
  };
  const scope: Scope = { ...context, view };
  return scope;
}
