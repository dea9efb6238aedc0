/** Check suites, check runs and commit statuses. */
export type CheckStatus = 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending';

/** `stale` and `startup_failure` are set by GitHub only. */
export type CheckConclusion =
  | 'success'
  | 'failure'
  | 'neutral'
  | 'cancelled'
  | 'skipped'
  | 'timed_out'
  | 'action_required'
  | 'stale'
  | 'startup_failure';

export interface CheckSuite {
  readonly id: number;
  readonly nodeId: string;
  readonly repositoryId: number;
  readonly headSha: string;
  headBranch: string | null;
  readonly appId: number;
  /** The push that made the commit known, when there was one. */
  before: string | null;
  after: string | null;
  /** GraphQL `checkSuite.push.pusher`; null = no push known. */
  pusherId: number | null;
  /** Only for suites of the Actions app. */
  workflowRunId: number | null;
  readonly createdAt: Date;
  updatedAt: Date;
}

export interface CheckAnnotation {
  path: string;
  start_line: number;
  end_line: number;
  start_column: number | null;
  end_column: number | null;
  annotation_level: 'notice' | 'warning' | 'failure';
  message: string;
  title: string | null;
  raw_details: string | null;
}

export interface CheckAction {
  label: string;
  description: string;
  identifier: string;
}

export interface CheckRun {
  /** For an Actions job this is the job's id as well. */
  readonly id: number;
  readonly nodeId: string;
  readonly suiteId: number;
  readonly repositoryId: number;
  readonly appId: number;
  readonly headSha: string;
  name: string;
  externalId: string | null;
  detailsUrl: string | null;
  status: CheckStatus;
  conclusion: CheckConclusion | null;
  startedAt: Date;
  completedAt: Date | null;
  readonly createdAt: Date;
  output: { title: string | null; summary: string | null; text: string | null };
  /** Only ever appended to, also by updates. */
  readonly annotations: CheckAnnotation[];
  actions: CheckAction[];
}

export interface CommitStatus {
  readonly id: number;
  readonly nodeId: string;
  readonly repositoryId: number;
  readonly sha: string;
  readonly context: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creatorId: number;
  /** The app behind the token, null for a person's. */
  readonly appId: number | null;
  readonly createdAt: Date;
}
