import type { Effects } from '../effects/effects.ts';
import type { Engine } from '../effects/engine.ts';
import type { MergeInput, NewCheckRun, NewStatus, PullChange, ReviewEvent } from '../effects/inputs.ts';
import { type MergeAnswer, mergeAllowed } from '../effects/merge-rules.ts';
import type { Actor } from '../state/actor.ts';
import type { CheckRun, CommitStatus } from '../state/check.ts';
import type { User } from '../state/identity.ts';
import type { BodyEdit, Issue, IssueComment, PullRequest, Review } from '../state/pull-request.ts';
import type { Repository } from '../state/repository.ts';

/** What people do to a pull request. Refused as over the API: a `Refusal` is thrown. */
export interface PullRequestDriver {
  readonly openPullRequest: (
    repository: Repository,
    pull: {
      readonly author: User;
      readonly title: string;
      /** `branch` or `owner:branch`. */
      readonly head: string;
      readonly base?: string;
      readonly body?: string;
      readonly draft?: boolean;
    },
  ) => Promise<PullRequest>;
  /** Title, body, base (retarget), state, draft. */
  readonly updatePullRequest: (pull: PullRequest, user: User, change: PullChange) => Promise<void>;
  /** Takes somebody among the assignees, or out again. */
  readonly assign: (pull: PullRequest, user: User, assignee: User, isAssigned?: boolean) => Promise<void>;
  /** Takes a past text of the body out of its history, as the web page lets people. */
  readonly deleteBodyEdit: (pull: PullRequest, user: User, edit: BodyEdit) => Promise<void>;
  readonly review: (
    pull: PullRequest,
    user: User,
    event: ReviewEvent,
    body?: string,
    commitSha?: string,
  ) => Promise<Review>;
  readonly dismiss: (review: Review, user: User, message: string) => Promise<Review>;
  readonly comment: (subject: PullRequest | Issue, user: User, body: string) => Promise<IssueComment>;
  readonly editComment: (comment: IssueComment, user: User, body: string) => Promise<IssueComment>;
  readonly deleteComment: (comment: IssueComment, user: User) => Promise<void>;
  /** Returns the merge commit. */
  readonly merge: (pull: PullRequest, user: User, input?: MergeInput) => Promise<string>;
  /** The oracle: may it be merged now (by that user), and if not, why. */
  readonly mergeAllowed: (pull: PullRequest, user?: User) => MergeAnswer;
  /** A press on a button of a completed run. */
  readonly press: (run: CheckRun, user: User, identifier: string) => Promise<void>;
  /** A check run by whoever: another App, a job token. */
  readonly postCheckRun: (actor: Actor, repository: Repository, run: NewCheckRun) => Promise<CheckRun>;
  readonly postStatus: (actor: Actor, repository: Repository, status: NewStatus) => Promise<CommitStatus>;
}

type Work = <T>(task: () => Promise<T>) => Promise<T>;

const as = (user: User): Actor => ({ kind: 'user', user });

export function pullRequestDriver({ world }: Engine, effects: Effects, work: Work): PullRequestDriver {
  const repositoryOf = (pull: PullRequest | Issue): Repository =>
    world.repositories.get(pull.repositoryId) as Repository;
  return {
    openPullRequest: (repository, { author, base, ...pull }) =>
      work(() => effects.openPull(as(author), repository, { ...pull, base: base ?? repository.defaultBranch })),
    updatePullRequest: async (pull, user, change) => {
      await work(() => effects.updatePull(as(user), pull, change));
    },
    assign: (pull, user, assignee, isAssigned = true) =>
      work(() => effects.assignPull(as(user), pull, assignee, isAssigned)),
    deleteBodyEdit: (pull, user, edit) => work(() => effects.deleteBodyEdit(as(user), pull, edit)),
    review: (pull, user, event, body, commitSha) =>
      work(() => effects.submitReview(as(user), pull, { event, body, commitSha })),
    dismiss: (review, user, message) => work(() => effects.dismissReview(as(user), review, message)),
    comment: (subject, user, body) =>
      work(() => effects.createIssueComment(as(user), repositoryOf(subject), subject.number, body)),
    editComment: (comment, user, body) => work(() => effects.updateIssueComment(as(user), comment, body)),
    deleteComment: (comment, user) => work(() => effects.deleteIssueComment(as(user), comment)),
    merge: (pull, user, input = {}) => work(() => effects.mergePull(as(user), pull, input)),
    mergeAllowed: (pull, user) => mergeAllowed(world, pull, user?.id ?? null),
    press: (run, user, identifier) => work(() => effects.pressButton(as(user), run, identifier)),
    postCheckRun: (actor, repository, run) => work(() => effects.createCheckRun(actor, repository, run)),
    postStatus: (actor, repository, status) => work(() => effects.createStatus(actor, repository, status)),
  };
}
