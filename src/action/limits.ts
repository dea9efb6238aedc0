import type { Mode } from './event.ts';

/**
 * What somebody with write access could still forge when there is no App, said in every summary. One sentence each.
 * Sources: github-checked rules 1, 11 and 12; threats T5 and T6.
 */
export function limitsOf(mode: Mode, given: { readonly rolesToken: boolean }): readonly string[] {
  const check =
    'A check run made with a job token carries the name of the Actions app, and so does every other job: a workflow on a branch with checks: write can post a check run named rollout-gate. Require this workflow by an organisation ruleset ("Require workflows to pass"), or give the Action the token of a GitHub App and pin the required check to that App.';
  const roles =
    'The job token reads no teams, so roles held by teams wait as role_unreadable: give roles-token an App token that may read members.';
  const job =
    "On pull_request and pull_request_review the workflow file is the pull request's own: whoever writes the branch can edit this job away or make it pass. Only a run from the default branch (pull_request_target, workflow_run, schedule) stands on its own.";
  return [...(mode === 'job' ? [job] : [check]), ...(given.rolesToken ? [] : [roles])];
}
