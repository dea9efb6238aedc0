import type { Mode } from './event.ts';

/** What a run was given, as far as it matters for what could still be forged. */
interface Given {
  /** Slug of the app behind the token. */
  readonly app: string;
  readonly rolesToken: boolean;
}

/**
 * What somebody with write access could still forge when there is no App server, said in every summary. One sentence each.
 * Sources: github-checked rules 1, 11 and 12; threats T5 and T6.
 */
export function limitsOf(mode: Mode, { app, rolesToken }: Given): readonly string[] {
  const isJobToken = app === 'github-actions';
  const ways = mode === 'job' ? [ownWorkflow] : isJobToken ? [anyJob] : [pinTo(app), readableSecret];
  return isJobToken && !rolesToken ? [...ways, noTeams] : ways;
}

const ownWorkflow =
  "On pull_request and pull_request_review the workflow file is the pull request's own: whoever writes the branch can edit this job away or make it pass. Only a run from the default branch (pull_request_target, workflow_run, schedule) stands on its own.";

const anyJob =
  'A check run made with a job token carries the name of the Actions app, and so does every other job: a workflow on a branch with checks: write can post a check run named rollout-gate. Require this workflow by an organisation ruleset ("Require workflows to pass"), or give the Action the token of a GitHub App and pin the required check to that App.';

const pinTo = (app: string): string =>
  `The check run is made by the App ${app}: it stands only where the ruleset's required check is pinned to that App, else any job can post one of the same name.`;

const readableSecret =
  "A repository secret can be read by a workflow on any branch: keep the App's key in an environment that only the default branch may use, else a writer can post the check run as the App.";

const noTeams =
  'The job token reads no teams, so roles held by teams wait as role_unreadable: give roles-token an App token that may read members.';
