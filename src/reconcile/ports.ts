import type { PatchFact, Person, PolicySource, ReportFact, Snapshot } from '../generated/types.ts';
import type { CheckOutput } from '../report/output.ts';
import type { AnswersRead, OwnComment, Thread } from './ports/thread.ts';

/** A pull request by name: what an event, a schedule and a command line all come down to. */
export interface PullRequestKey {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

/** One of our own check runs on the head commit, as GitHub has it now. */
export interface OwnCheck {
  /** GraphQL node id. */
  readonly node_id: string;
  readonly id: number;
  readonly name: string;
  readonly external_id: string;
  readonly status: string;
  readonly conclusion: string | null;
  /** UTC; a run open for 13 days is made anew before GitHub marks it stale at 14. */
  readonly started_at: string | null;
  readonly url: string | null;
}

/** A check or status that carries the gate's name and was made by someone else (github-checked rule 16). */
export interface Lookalike {
  readonly kind: 'check' | 'status';
  readonly made_by: string;
}

/** Everything one reading of a pull request brings. */
export interface Observation {
  /** null = the default branch has no policy: nothing is judged and nothing is written. */
  readonly snapshot: Snapshot | null;
  readonly repository_node_id: string;
  /** Page of the repository. */
  readonly repository_url: string;
  readonly pull_request_node_id: string;
  readonly head_sha: string;
  /** When GitHub first had something to do with the head commit, UTC; null = not known. No commit's own date is trusted. */
  readonly head_since: string | null;
  /** Whether who pushed was asked for and could not be read for now. */
  readonly pushers_unread: boolean;
  /** Name of the head branch where it is in this repository; null = it is in a fork, or gone. */
  readonly head_branch: string | null;
  /** Whether it stands in a merge queue, whose groups are then judged again; absent = not asked or not told. */
  readonly in_merge_queue?: boolean;
  readonly own_checks: readonly OwnCheck[];
  readonly sticky_comment: OwnComment | null;
  /** What was written a moment ago was taken for true where the reading shows something else (github-facts F23). */
  readonly leans_on_memory: boolean;
  readonly lookalikes: readonly Lookalike[];
  /** What our answers on the pull request say; null = not read. */
  readonly answers: AnswersRead | null;
  readonly reviewers: Reviewers;
}

/** Whom GitHub asks for a review already, and by which node ids others can be asked. */
export interface Reviewers {
  readonly pending: { readonly users: readonly number[]; readonly teams: readonly string[] };
  /** Node ids; teams by slug, people by numeric id. Who is missing could not be read and can't be asked. */
  readonly nodes: { readonly users: ReadonlyMap<number, string>; readonly teams: ReadonlyMap<string, string> };
}

/** A check run as it should be. Annotations are written once per run: a changed set makes a new run. */
export interface CheckRunWrite extends CheckOutput {
  readonly kind: 'check_run';
  /** Node id of the run to bring up to date; null = make a new one. */
  readonly node_id: string | null;
  readonly head_sha: string;
  readonly external_id: string;
  /** How many annotations the run has already, of a set that was only begun; `annotations` are the rest. */
  readonly annotations_before: number;
}

/** The sticky comment as it should be. */
export interface CommentWrite {
  readonly kind: 'comment';
  readonly node_id: string | null;
  readonly body: string;
}

/** A review request for one role, beside those that are there. */
export interface ReviewRequestWrite {
  readonly kind: 'review_request';
  readonly role: string;
  /** Node ids. */
  readonly users: readonly string[];
  readonly teams: readonly string[];
}

/** A new comment that is never edited. */
export interface NewCommentWrite {
  readonly kind: 'new_comment';
  readonly body: string;
}

/** Anything that judging writes to a pull request. */
export type Write = CheckRunWrite | ReviewRequestWrite | CommentWrite | NewCommentWrite;

/** What a report artifact's text came to, in the order of its reports. */
export type ReadReports = (text: string) => readonly Pick<ReportFact, 'report' | 'unusable'>[];

/** What our comments in a thread say: the answer chain, folded (`reconcile/answers.ts`). */
export type ReadAnswers = (thread: Thread) => AnswersRead;

/** Reads everything that one decision needs, every page of it; what could not be read is marked as such in the snapshot. */
export interface PullRequestReader {
  /**
   * Throws a Fault when GitHub can't be read at all. `now` becomes the snapshot's clock. `asking` = people besides those
   * who acted whose memberships and permission are wanted, of whatever pull request: who gives a command.
   */
  observe(key: PullRequestKey, now: Date, asking?: readonly Person[]): Promise<Observation>;
  /** The little that is needed to say on the pull request that nothing could be judged; its `snapshot` is always null. */
  glance(key: PullRequestKey): Promise<Glance>;
  /** When the head that was observed became the head, UTC; null = that isn't known, or it is the head no more. */
  headSince(key: PullRequestKey, observation: Observation): Promise<string | null>;
  /** The patches of commits against the pull request's base; one that can't be read is left out. */
  patches(key: PullRequestKey, snapshot: Snapshot, commits: readonly string[]): Promise<readonly PatchFact[]>;
}

export interface Glance extends Observation {
  readonly snapshot: null;
  /** False = the default branch has no policy: nothing is written. */
  readonly has_policy: boolean;
  /** The default branch's policy; null = there is none, or it was not told. */
  readonly policy: PolicySource | null;
  /** The organisation's defaults; null = there are none. */
  readonly organization: PolicySource | 'unread' | null;
  readonly is_open: boolean;
}

/** Writes a batch in one request where GitHub allows it; each alias that failed is looked up and written again by the caller. */
export interface PullRequestWriter {
  /** The result has one entry per write, in order. */
  write(observation: Observation, writes: readonly Write[]): Promise<readonly WriteResult[]>;
}

export interface WriteResult {
  readonly node_id: string | null;
  /** REST id; null = not told. */
  readonly id: number | null;
  readonly url: string | null;
  /** null = written. */
  readonly error: string | null;
  /** GitHub answered that it won't: trying again changes nothing. */
  readonly refused?: boolean;
}

/** How much may be written now. */
export interface WriteBudget {
  /**
   * Whether writes of low value that come to so many creations should be left out now, and until when, milliseconds since
   * the epoch; null = there is room for them.
   */
  shed(creations: number): { readonly until: number } | null;
}

/** The clock of a shell: taken once per judgement. */
export interface Clock {
  now(): Date;
}

/** Makes bytes smaller and digests; pure of network. */
export interface Packing {
  /** SHA-256 of UTF-8 text, 64 hex digits. */
  sha256(text: string): string;
  /** gzip (fixed header, no time stamp), then base64. */
  pack(text: string): string;
}
