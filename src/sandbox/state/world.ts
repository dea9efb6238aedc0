import type { CodeScanningAlert, CodeScanningAnalysis } from './code-scanning.ts';
import type { App, Installation, Token } from './app.ts';
import type { CheckRun, CheckSuite, CommitStatus } from './check.ts';
import type { Delivery } from './delivery.ts';
import type { Organization, Team, User } from './identity.ts';
import type { EndedMergeGroup, MergeQueueEntry } from './merge-queue.ts';
import type { Issue, IssueComment, PullRequest, Reaction, Review } from './pull-request.ts';
import type { Repository, RepositoryActivity, Ruleset } from './repository.ts';
import type { Artifact, Workflow, WorkflowJob, WorkflowRun } from './workflow.ts';

/** Everything that the sandbox knows. Maps go by REST id, in order of creation; reads go through queries.ts. */
export interface World {
  readonly users: Map<number, User>;
  readonly organizations: Map<number, Organization>;
  readonly teams: Map<number, Team>;
  readonly repositories: Map<number, Repository>;
  readonly apps: Map<number, App>;
  readonly installations: Map<number, Installation>;
  /** By token value. */
  readonly tokens: Map<string, Token>;
  readonly pullRequests: Map<number, PullRequest>;
  readonly reviews: Map<number, Review>;
  readonly issues: Map<number, Issue>;
  readonly issueComments: Map<number, IssueComment>;
  readonly reactions: Map<number, Reaction>;
  readonly checkSuites: Map<number, CheckSuite>;
  readonly checkRuns: Map<number, CheckRun>;
  readonly statuses: Map<number, CommitStatus>;
  readonly workflows: Map<number, Workflow>;
  readonly workflowRuns: Map<number, WorkflowRun>;
  readonly workflowJobs: Map<number, WorkflowJob>;
  readonly artifacts: Map<number, Artifact>;
  readonly codeScanningAlerts: Map<number, CodeScanningAlert>;
  readonly codeScanningAnalyses: Map<number, CodeScanningAnalysis>;
  readonly rulesets: Map<number, Ruleset>;
  /** Of all queues, by id. */
  readonly mergeQueueEntries: Map<number, MergeQueueEntry>;
  /** Of all queues, oldest first. */
  readonly endedMergeGroups: EndedMergeGroup[];
  readonly activities: RepositoryActivity[];
  readonly deliveries: Map<number, Delivery>;
  /** Loopback origin, `http://127.0.0.1:PORT`, no slash at the end; API URLs are built on it. */
  origin: string;
  /** A fresh REST id, unique over all kinds. */
  readonly nextId: () => number;
}

/** The app behind Actions jobs has this id on github.com. */
export const actionsAppId = 15368;

export function emptyWorld(): World {
  let last = 1_000_000;
  return {
    users: new Map(),
    organizations: new Map(),
    teams: new Map(),
    repositories: new Map(),
    apps: new Map(),
    installations: new Map(),
    tokens: new Map(),
    pullRequests: new Map(),
    reviews: new Map(),
    issues: new Map(),
    issueComments: new Map(),
    reactions: new Map(),
    checkSuites: new Map(),
    checkRuns: new Map(),
    statuses: new Map(),
    workflows: new Map(),
    workflowRuns: new Map(),
    workflowJobs: new Map(),
    artifacts: new Map(),
    codeScanningAlerts: new Map(),
    codeScanningAnalyses: new Map(),
    rulesets: new Map(),
    mergeQueueEntries: new Map(),
    endedMergeGroups: [],
    activities: [],
    deliveries: new Map(),
    origin: 'http://127.0.0.1:0',
    nextId: () => ++last,
  };
}
