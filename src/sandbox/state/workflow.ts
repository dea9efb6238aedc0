import type { CheckConclusion, CheckStatus } from './check.ts';

/** Actions: workflows, their runs, the runs' jobs and artifacts. */
export interface Workflow {
  readonly id: number;
  readonly nodeId: string;
  readonly repositoryId: number;
  /** `.github/workflows/evals.yml` */
  readonly path: string;
  name: string;
  readonly createdAt: Date;
}

export interface WorkflowRun {
  readonly id: number;
  readonly nodeId: string;
  readonly repositoryId: number;
  readonly workflowId: number;
  readonly checkSuiteId: number;
  /** `pull_request`, `push`, `merge_group`, `workflow_dispatch`, ... */
  readonly event: string;
  /** The pull request's head for `pull_request`, the base's tip for `pull_request_target`. */
  readonly headSha: string;
  readonly headBranch: string | null;
  /** The repository the head commit comes from (a fork, perhaps). */
  readonly headRepositoryId: number;
  readonly displayTitle: string;
  readonly runNumber: number;
  runAttempt: number;
  status: CheckStatus;
  conclusion: CheckConclusion | null;
  readonly actorId: number;
  triggeringActorId: number;
  /** Empty for runs from forks. */
  readonly pullNumbers: number[];
  readonly createdAt: Date;
  runStartedAt: Date;
  updatedAt: Date;
}

export interface WorkflowJob {
  /** The id of its check run. */
  readonly id: number;
  readonly repositoryId: number;
  readonly runId: number;
  readonly runAttempt: number;
  readonly name: string;
  status: CheckStatus;
  conclusion: CheckConclusion | null;
  readonly createdAt: Date;
  startedAt: Date;
  completedAt: Date | null;
}

export interface Artifact {
  readonly id: number;
  readonly nodeId: string;
  readonly repositoryId: number;
  readonly runId: number;
  readonly name: string;
  readonly zip: Uint8Array;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}
