import type { Commit } from '../git/store.ts';
import type { CheckRun, CheckSuite } from '../state/check.ts';
import type { Organization, Team, User } from '../state/identity.ts';
import type { Issue, IssueComment, PullRequest, Review } from '../state/pull-request.ts';
import type { Repository } from '../state/repository.ts';
import type { WorkflowRun } from '../state/workflow.ts';
import type { View } from './connection.ts';
import type { GraphqlContext } from './context.ts';

/** Every entity leads to every other in a graph: views reach each other through this, not by imports in circles. */
export interface Views {
  readonly account: (account: User | Organization) => View;
  readonly actor: (id: number | null) => View | null;
  readonly organization: (organization: Organization) => View;
  readonly team: (team: Team) => View;
  readonly repository: (repository: Repository) => View;
  readonly ref: (repository: Repository, qualifiedName: string) => View | null;
  readonly object: (repository: Repository, sha: string) => View | null;
  readonly commit: (repository: Repository, commit: Commit) => View;
  readonly rollup: (repository: Repository, commit: Commit) => View | null;
  readonly checkSuite: (suite: CheckSuite) => View;
  readonly checkRun: (run: CheckRun) => View;
  readonly workflowRun: (run: WorkflowRun) => View;
  readonly pullRequest: (pull: PullRequest) => View;
  readonly review: (pull: PullRequest, review: Review) => View;
  readonly issue: (issue: Issue) => View;
  readonly comment: (comment: IssueComment) => View;
}

export interface Scope extends GraphqlContext {
  readonly view: Views;
}
