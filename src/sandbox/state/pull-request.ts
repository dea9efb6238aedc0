/** Pull requests, issues and what people write on them. */
export interface PullRequest {
  readonly id: number;
  readonly nodeId: string;
  /** Every pull request is an issue too, with an id of its own. */
  readonly issueId: number;
  readonly repositoryId: number;
  readonly number: number;
  title: string;
  body: string | null;
  readonly authorId: number;
  readonly authorAppId: number | null;
  state: 'open' | 'closed';
  draft: boolean;
  locked: boolean;
  /** `sha` is the base branch's tip when the head was last looked at, not now. `ref` has no prefix. */
  base: { ref: string; sha: string };
  /** `repositoryId` is null when the fork is gone. `ref` has no prefix. */
  head: { ref: string; sha: string; repositoryId: number | null; ownerId: number };
  /** null = not known yet. */
  mergeable: boolean | null;
  /** Test merge commit while open and mergeable, the real one after the merge. */
  mergeCommitSha: string | null;
  mergedById: number | null;
  mergedAt: Date | null;
  closedAt: Date | null;
  readonly createdAt: Date;
  updatedAt: Date;
  /** Label names. */
  labels: string[];
  assigneeIds: number[];
  requestedReviewerIds: number[];
  requestedTeamIds: number[];
  readonly timeline: TimelineEvent[];
  /** Every text that the body had, oldest first; empty until it is edited. */
  readonly bodyEdits: BodyEdit[];
}

/** One revision of a text. Its author, and whoever may write, may delete a revision: the text is then gone for good. */
export interface BodyEdit {
  readonly id: number;
  readonly nodeId: string;
  readonly editorId: number;
  readonly editedAt: Date;
  /** Whole, as it was after the edit; null = deleted. */
  body: string | null;
  deletedAt: Date | null;
  deletedById: number | null;
}

interface EventBase {
  readonly id: number;
  readonly nodeId: string;
  readonly actorId: number;
  readonly createdAt: Date;
}

export type TimelineEvent = EventBase &
  (
    | { readonly kind: 'base_ref_changed'; readonly previousRefName: string; readonly currentRefName: string }
    | {
        readonly kind: 'head_ref_force_pushed';
        readonly refName: string;
        readonly before: string;
        readonly after: string;
      }
    | { readonly kind: 'closed' | 'reopened' | 'ready_for_review' | 'convert_to_draft' }
    | { readonly kind: 'assigned' | 'unassigned'; readonly assigneeId: number }
    | { readonly kind: 'merged'; readonly commitSha: string; readonly refName: string }
    | {
        readonly kind: 'review_requested' | 'review_request_removed';
        readonly reviewerId: number | null;
        readonly teamId: number | null;
      }
    | {
        readonly kind: 'review_dismissed';
        readonly reviewId: number;
        readonly previousState: ReviewState;
        readonly message: string;
      }
  );

/** A new timeline event as the caller knows it: the world adds id, node id and time. */
export type NewTimelineEvent = TimelineEvent extends infer Event
  ? Event extends TimelineEvent
    ? Omit<Event, 'id' | 'nodeId' | 'createdAt'>
    : never
  : never;

export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING';

export interface Review {
  readonly id: number;
  readonly nodeId: string;
  readonly repositoryId: number;
  readonly pullNumber: number;
  readonly authorId: number;
  body: string;
  state: ReviewState;
  /** null when the commit is gone (GraphQL allows it). */
  commitSha: string | null;
  /** null while PENDING. */
  submittedAt: Date | null;
  updatedAt: Date;
  /** Comments at lines of the head. */
  readonly lines: readonly {
    readonly path: string;
    readonly startLine: number | null;
    readonly line: number;
    readonly body: string;
  }[];
}

export interface Issue {
  readonly id: number;
  readonly nodeId: string;
  readonly repositoryId: number;
  readonly number: number;
  title: string;
  body: string | null;
  readonly authorId: number;
  readonly authorAppId: number | null;
  state: 'open' | 'closed';
  /** Label names. */
  labels: string[];
  assigneeIds: number[];
  readonly createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  /** Why it is closed, or that it was reopened. */
  stateReason: 'completed' | 'not_planned' | 'duplicate' | 'reopened' | null;
  /** Of the text: GraphQL `lastEditedAt`, `editor`. */
  lastEditedAt: Date | null;
  editorId: number | null;
}

export type ReactionContent = '+1' | '-1' | 'laugh' | 'confused' | 'heart' | 'hooray' | 'rocket' | 'eyes';

/** One person's reaction to an issue, pull request or comment; the same one again is the same reaction. */
export interface Reaction {
  readonly id: number;
  readonly nodeId: string;
  /** Node id of what it is a reaction to. */
  readonly subjectId: string;
  readonly userId: number;
  readonly content: ReactionContent;
  readonly createdAt: Date;
}

/** A comment on an issue or pull request (`issueNumber` is the number of either). */
export interface IssueComment {
  readonly id: number;
  readonly nodeId: string;
  readonly repositoryId: number;
  readonly issueNumber: number;
  readonly authorId: number;
  /** `performed_via_github_app`. */
  readonly appId: number | null;
  body: string;
  readonly createdAt: Date;
  updatedAt: Date;
  /** GraphQL `lastEditedAt`, `editor`. */
  lastEditedAt: Date | null;
  editorId: number | null;
  /** Hidden behind that word (`outdated`, `spam`, ...); null = shown. No webhook tells of it. */
  minimizedReason: string | null;
}
