import { check, other, policyText, status } from '../../support/snapshot.ts';
import { checks, evals, type Forgery, trace } from './scenes.ts';

/** Runs that are no run of the job, or not for this commit. */
export const jobs: readonly Forgery[] = [
  [
    'a check run made with the job token, in the genuine run but not among its jobs',
    'evidence_not_a_job',
    evals({ is_job: false }),
  ],
  ['a check run of the Actions app without any run', 'evidence_not_a_job', evals({ run: null })],
  ['a check run whose jobs could not be read', 'evidence_job_unread', evals({ is_job: null })],
  ['a check run by another app', 'evidence_wrong_app', evals({ app: 'evil-checks', app_id: 4711 })],
  ['a check run by an app that calls itself like Actions', 'evidence_wrong_app', evals({ app: 'github-actions-2' })],
  [
    "a job of the eval's name in a workflow that the pull request adds",
    'evidence_wrong_workflow',
    evals({}, { path: '.github/workflows/mine.yml' }),
  ],
  [
    'a workflow whose path only begins like the real one',
    'evidence_wrong_workflow',
    evals({}, { path: '.github/workflows/evals.yml.yml' }),
  ],
  ['an edited workflow', 'evidence_workflow_edited', { files: ['prompts/system.md', '.github/workflows/evals.yml'] }],
  [
    'a workflow renamed away and replaced',
    'evidence_workflow_edited',
    {
      files: [
        'prompts/system.md',
        { path: '.github/workflows/old.yml', previous_path: '.github/workflows/evals.yml', change: 'renamed' },
      ],
    },
  ],
  [
    'an edited data set of the eval',
    'evidence_trusted_path_edited',
    { files: ['prompts/system.md', 'evals/cases.json'] },
  ],
  [
    'an edited local action',
    'evidence_trusted_path_edited',
    { files: ['prompts/system.md', '.github/actions/setup/action.yml'] },
  ],
  ['a run by hand', 'evidence_wrong_event', evals({}, { event: 'workflow_dispatch' })],
  ['a scheduled run', 'evidence_wrong_event', evals({}, { event: 'schedule' })],
  ['a repository_dispatch run', 'evidence_wrong_event', evals({}, { event: 'repository_dispatch' })],
  ['a pull_request_target run', 'evidence_base_commit', evals({}, { event: 'pull_request_target' })],
  ['a green run of an older commit', 'evidence_wrong_commit', evals({ head_sha: other }, { head_sha: other })],
  [
    'a check run that names the head in a run for another commit',
    'evidence_wrong_commit',
    evals({}, { head_sha: other }),
  ],
  ['a run of a fork', 'evidence_foreign_repository', evals({}, { head_repository: 99 })],
  ['a run whose repository is gone', 'evidence_foreign_repository', evals({}, { head_repository: null })],
  [
    'a run of another pull request with the same head',
    'evidence_other_pull_request',
    evals({}, { pull_requests: [8] }),
  ],
  [
    'a run of a fork that names no pull request, while another one shares the head',
    'evidence_other_pull_request',
    { ...evals({}, { pull_requests: [] }), pull_request: { same_head: [8] } },
  ],
  [
    "a push run of a workflow that differs from the default branch's",
    'evidence_workflow_edited',
    evals({}, { event: 'push', workflow_is_default: false }),
  ],
  [
    'a push run whose workflow was not compared',
    'evidence_workflow_unread',
    evals({}, { event: 'push', workflow_is_default: null }),
  ],
  ['a check run of tomorrow', 'evidence_future_dated', evals({ completed_at: '2026-04-08T16:00:00Z' })],
  ['a check run dated by a word', 'evidence_future_dated', evals({ completed_at: 'soon' })],
  [
    'the green first attempt of a re-run that failed',
    'evidence_attempt_superseded',
    checks([check('evals'), check('evals', { id: 850, conclusion: 'failure' }, { attempt: 2 })]),
  ],
  [
    'a green run under a newer red one',
    'evidence_attempt_superseded',
    checks([check('evals'), check('evals', { id: 850, conclusion: 'failure' }, { id: 9000 })]),
  ],
  [
    "a commit status of the job's name",
    'evidence_status_not_trusted',
    { facts: { checks: { complete: true, list: [trace] }, statuses: { complete: true, list: [status('evals')] } } },
  ],
  [
    "a commit status of the signal's name",
    'evidence_status_not_trusted',
    {
      facts: {
        checks: { complete: true, list: [trace] },
        statuses: { complete: true, list: [status('offline_eval_passed')] },
      },
    },
  ],
];

const calledPolicy = policyText.replace('name: evals }', 'name: evals / offline }');
/** Runs of a workflow that calls others. */
export const called: readonly Forgery[] = [
  [
    'an edit of a workflow that the genuine one may call',
    'evidence_workflow_edited',
    {
      ...checks([check('evals / offline')]),
      policy: calledPolicy,
      files: ['prompts/system.md', '.github/workflows/called.yml'],
    },
  ],
];
