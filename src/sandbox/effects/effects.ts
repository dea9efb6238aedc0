import type { Actor } from '../state/actor.ts';
import type { CheckRun, CheckSuite, CommitStatus } from '../state/check.ts';
import type { MergeQueueEntry } from '../state/merge-queue.ts';
import type { User } from '../state/identity.ts';
import type {
  BodyEdit,
  Issue,
  IssueComment,
  PullRequest,
  Reaction,
  ReactionContent,
  Review,
} from '../state/pull-request.ts';
import type { Label, Repository } from '../state/repository.ts';
import type * as input from './inputs.ts';

/** What people react to. */
export type Reactable = Issue | PullRequest | IssueComment;

/**
 * Every change of state, shared by REST and GraphQL. Each one checks the actor's permission, then GitHub's rules
 * (throws `Refusal`, nothing changed), changes the world and sends the webhooks.
 */
export interface Effects {
  /** Apps only (403 for people); ≤ 50 annotations; summary and text ≤ 65,535 bytes. */
  readonly createCheckRun: (actor: Actor, repository: Repository, run: input.NewCheckRun) => Promise<CheckRun>;
  /** Annotations are appended. Only the App that made the run may change it. */
  readonly updateCheckRun: (actor: Actor, run: CheckRun, change: input.CheckRunChange) => Promise<CheckRun>;
  readonly rerequestCheckRun: (actor: Actor, run: CheckRun) => Promise<void>;
  /** A press on one of the run's buttons. */
  readonly pressButton: (actor: Actor, run: CheckRun, identifier: string) => Promise<void>;
  readonly createCheckSuite: (actor: Actor, repository: Repository, headSha: string) => Promise<CheckSuite>;
  readonly rerequestCheckSuite: (actor: Actor, suite: CheckSuite) => Promise<void>;
  readonly createStatus: (actor: Actor, repository: Repository, status: input.NewStatus) => Promise<CommitStatus>;

  readonly createIssue: (actor: Actor, repository: Repository, issue: input.NewIssue) => Promise<Issue>;
  readonly createIssueComment: (
    actor: Actor,
    repository: Repository,
    issueNumber: number,
    body: string,
  ) => Promise<IssueComment>;
  readonly updateIssueComment: (actor: Actor, comment: IssueComment, body: string) => Promise<IssueComment>;
  /** Unknown labels are made; `assignees` and `labels` replace those there are. */
  readonly updateIssue: (actor: Actor, issue: Issue, change: input.IssueChange) => Promise<Issue>;
  readonly addLabels: (actor: Actor, subject: Issue | PullRequest, labels: readonly string[]) => Promise<void>;
  /** 404 when it is not there. */
  readonly removeLabel: (actor: Actor, subject: Issue | PullRequest, label: string) => Promise<void>;
  readonly createLabel: (actor: Actor, repository: Repository, label: input.NewLabel) => Promise<Label>;
  readonly addReaction: (actor: Actor, subject: Reactable, content: ReactionContent) => Promise<Reaction>;
  /** `reason` null shows it again. */
  readonly minimizeComment: (actor: Actor, comment: IssueComment, reason: string | null) => Promise<IssueComment>;
  readonly deleteIssueComment: (actor: Actor, comment: IssueComment) => Promise<void>;

  readonly openPull: (actor: Actor, repository: Repository, pull: input.NewPull) => Promise<PullRequest>;
  readonly updatePull: (actor: Actor, pull: PullRequest, change: input.PullChange) => Promise<PullRequest>;
  /** Takes somebody among the assignees, or out again. */
  readonly assignPull: (actor: Actor, pull: PullRequest, user: User, isAssigned: boolean) => Promise<void>;
  /** On the web page only: takes a past text of the body out of its history for good. */
  readonly deleteBodyEdit: (actor: Actor, pull: PullRequest, edit: BodyEdit) => Promise<void>;
  /** 405 when not mergeable or a required check is missing, 409 when the head moved. Returns the merge commit. */
  readonly mergePull: (actor: Actor, pull: PullRequest, merge: input.MergeInput) => Promise<string>;
  /** Into the merge queue of the base branch; 422 where there is none or the pull request may not be merged. */
  readonly enqueuePull: (actor: Actor, pull: PullRequest, how: input.EnqueueInput) => Promise<MergeQueueEntry>;
  readonly dequeuePull: (actor: Actor, pull: PullRequest) => Promise<MergeQueueEntry>;
  readonly requestReviewers: (actor: Actor, pull: PullRequest, who: input.Reviewers) => Promise<PullRequest>;
  readonly removeReviewers: (actor: Actor, pull: PullRequest, who: input.Reviewers) => Promise<PullRequest>;
  readonly submitReview: (actor: Actor, pull: PullRequest, review: input.NewReview) => Promise<Review>;
  readonly dismissReview: (actor: Actor, review: Review, message: string) => Promise<Review>;

  /** `ref` is full (`refs/heads/x`). `sha: null` deletes it. Pull requests on the branch follow. */
  readonly moveRef: (
    actor: Actor,
    repository: Repository,
    ref: string,
    sha: string | null,
    options?: { readonly force?: boolean | undefined; readonly create?: boolean | undefined },
  ) => Promise<void>;
}
