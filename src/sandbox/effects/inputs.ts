import type { CheckAction, CheckAnnotation, CheckConclusion, CheckStatus, CommitStatus } from '../state/check.ts';

/** What callers of effects say. Absent and undefined mean "leave as it is" or GitHub's default. */
type Optional<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

export interface CheckOutputInput {
  readonly title?: string | undefined;
  readonly summary?: string | undefined;
  readonly text?: string | undefined;
  readonly annotations?: readonly CheckAnnotation[] | undefined;
}

export type CheckRunChange = Optional<{
  name: string;
  externalId: string;
  detailsUrl: string;
  status: CheckStatus;
  conclusion: CheckConclusion;
  startedAt: Date;
  completedAt: Date;
  output: CheckOutputInput;
  actions: readonly CheckAction[];
}>;

export type NewCheckRun = CheckRunChange & { readonly name: string; readonly headSha: string };

export type NewStatus = { readonly sha: string; readonly state: CommitStatus['state'] } & Optional<{
  context: string;
  description: string | null;
  targetUrl: string | null;
}>;

export interface NewPull {
  readonly title: string;
  /** `branch`, or `owner:branch` for a fork. */
  readonly head: string;
  readonly base: string;
  readonly body?: string | null | undefined;
  readonly draft?: boolean | undefined;
}

export type PullChange = Optional<{
  title: string;
  body: string;
  state: 'open' | 'closed';
  base: string;
  draft: boolean;
}>;

export type MergeInput = Optional<{
  /** The head that the caller saw: another one is refused with 409. */
  sha: string;
  method: 'merge' | 'squash' | 'rebase';
  title: string;
  message: string;
}>;

export type EnqueueInput = Optional<{
  /** The head that the caller saw: another one is refused. */
  expectedHead: string;
  /** Before all others. */
  jump: boolean;
}>;

export type ReviewEvent = 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT';

/** A comment of a review at lines of the head. */
export interface ReviewLine {
  readonly path: string;
  readonly startLine: number | null;
  readonly line: number;
  readonly body: string;
}

export interface NewReview {
  readonly event?: ReviewEvent | undefined;
  readonly body?: string | undefined;
  /** Default: the head. */
  readonly commitSha?: string | undefined;
  readonly comments?: readonly ReviewLine[] | undefined;
}

export interface Reviewers {
  readonly logins: readonly string[];
  readonly teamSlugs: readonly string[];
}

export type IssueChange = Optional<{
  title: string;
  body: string;
  state: 'open' | 'closed';
  stateReason: 'completed' | 'not_planned' | 'duplicate' | 'reopened' | null;
  labels: readonly string[];
  assignees: readonly string[];
}>;

export interface NewLabel {
  readonly name: string;
  readonly color?: string | undefined;
  readonly description?: string | null | undefined;
}

export interface NewIssue {
  readonly title: string;
  readonly body?: string | null | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly assignees?: readonly string[] | undefined;
}
