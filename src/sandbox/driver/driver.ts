import type { Effects } from '../effects/effects.ts';
import type { Engine } from '../effects/engine.ts';
import { type CodeScanningDriver, codeScanningDriver } from './code-scanning.ts';
import { type CheckDriver, checkDriver } from './checks.ts';
import { addActionsApp } from './actions-app.ts';
import { type AppDriver, appDriver } from './apps.ts';
import { type MergeQueueDriver, mergeQueueDriver } from './merge-queue.ts';
import { type InstallationDriver, installationDriver } from './installations.ts';
import { type OrganizationDriver, organizationDriver } from './organizations.ts';
import { type IssueDriver, issueDriver } from './issues.ts';
import { type PeopleDriver, peopleDriver } from './people.ts';
import { type PullRequestDriver, pullRequestDriver } from './pull-requests.ts';
import { type RepositoryDriver, repositoryDriver } from './repositories.ts';
import { type WorkflowDriver, workflowDriver } from './workflows.ts';

/** What tests and `npm start` do to the world without going through HTTP. */
export interface Driver
  extends PeopleDriver,
    AppDriver,
    RepositoryDriver,
    CheckDriver,
    CodeScanningDriver,
    OrganizationDriver,
    InstallationDriver,
    PullRequestDriver,
    IssueDriver,
    WorkflowDriver,
    MergeQueueDriver {}

/** `work` runs one task at a time, in turn with the requests, and lets its webhooks go afterwards. */
export function createDriver(
  engine: Engine,
  effects: Effects,
  work: <T>(task: () => Promise<T>) => Promise<T>,
): Driver {
  addActionsApp(engine);
  return {
    ...peopleDriver(engine),
    ...appDriver(engine),
    ...repositoryDriver(engine, work),
    ...organizationDriver(engine, work),
    ...installationDriver(engine, work),
    ...pullRequestDriver(engine, effects, work),
    ...codeScanningDriver(engine, work),
    ...checkDriver(engine, effects, work),
    ...issueDriver(engine, effects, work),
    ...workflowDriver(engine, work),
    ...mergeQueueDriver(effects, work),
  };
}
