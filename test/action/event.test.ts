import { describe, expect, it } from 'vitest';
import { isOurEvent, planOf } from '../../src/action/event.ts';

const sha = '4f2c9d1'.padEnd(40, '0');

describe('what a run of the Action has to judge', () => {
  const rows: readonly [sentence: string, event: string, payload: unknown, number: number | null, plan: unknown][] = [
    [
      'a pull_request_target names its pull request',
      'pull_request_target',
      { action: 'synchronize', pull_request: { number: 7 } },
      null,
      { kind: 'pull_request', number: 7, mode: 'report' },
    ],
    [
      'a plain pull_request only passes or fails its job',
      'pull_request',
      { action: 'opened', pull_request: { number: 7 } },
      null,
      { kind: 'pull_request', number: 7, mode: 'job' },
    ],
    [
      "a review runs the pull request's own workflow, so it only passes or fails its job",
      'pull_request_review',
      { action: 'submitted', pull_request: { number: 7 } },
      null,
      { kind: 'pull_request', number: 7, mode: 'job' },
    ],
    [
      'a closed pull request is not judged',
      'pull_request_target',
      { action: 'closed', pull_request: { number: 7 } },
      null,
      { kind: 'ignored' },
    ],
    [
      'a merge_group names its group',
      'merge_group',
      { action: 'checks_requested', merge_group: { base_ref: 'refs/heads/main', head_sha: sha } },
      7,
      { kind: 'merge_group', base_ref: 'main', sha, mode: 'report' },
    ],
    [
      'a run on a group of the queue leads to the group',
      'workflow_run',
      { workflow_run: { head_sha: sha, head_branch: `gh-readonly-queue/release/1/pr-7-${sha}`, pull_requests: [] } },
      null,
      { kind: 'merge_group', base_ref: 'release/1', sha, mode: 'report' },
    ],
    ['a merge_group without a head is unreadable', 'merge_group', { merge_group: {} }, null, { kind: 'unreadable' }],
    ['a push is not ours', 'push', { ref: 'refs/heads/main' }, null, { kind: 'ignored' }],
    ['an event named like an inherited property is not ours', 'constructor', {}, null, { kind: 'ignored' }],
    ['a schedule judges every open pull request', 'schedule', {}, null, { kind: 'open_pull_requests', mode: 'report' }],
    [
      'a dispatch with a number judges that one',
      'workflow_dispatch',
      {},
      12,
      { kind: 'pull_request', number: 12, mode: 'report' },
    ],
    [
      'a workflow_run names its pull requests and its commit',
      'workflow_run',
      { workflow_run: { head_sha: sha, pull_requests: [{ number: 3 }] } },
      null,
      { kind: 'commit', sha, numbers: [3], mode: 'report' },
    ],
    [
      'pull requests of other repositories that share the head are not ours',
      'workflow_run',
      {
        repository: { id: 1 },
        workflow_run: {
          head_sha: sha,
          pull_requests: [
            { number: 3, base: { repo: { id: 2 } } },
            { number: 4, base: { repo: { id: 1 } } },
          ],
        },
      },
      null,
      { kind: 'commit', sha, numbers: [4], mode: 'report' },
    ],
    [
      'a workflow_run of a fork names the commit only',
      'workflow_run',
      { workflow_run: { head_sha: sha, pull_requests: [] } },
      null,
      { kind: 'commit', sha, numbers: [], mode: 'report' },
    ],
    [
      'a workflow_run with a made-up commit is unreadable',
      'workflow_run',
      { workflow_run: { head_sha: '../x' } },
      null,
      { kind: 'unreadable' },
    ],
    [
      'a payload without a number is unreadable',
      'pull_request_target',
      { action: 'opened' },
      null,
      { kind: 'unreadable' },
    ],
    [
      'a number that is text is unreadable',
      'pull_request_target',
      { action: 'opened', pull_request: { number: '7' } },
      null,
      { kind: 'unreadable' },
    ],
    ['a payload that is no object is ignored', 'pull_request_target', 'x', null, { kind: 'ignored' }],
  ];
  it.each(rows)('%s', (_sentence, event, payload, number, plan) => {
    expect(planOf(event, payload, number)).toMatchObject(plan as object);
  });

  it('tells an event that is not ours by its name alone', () => {
    expect(['push', 'issue_comment', 'toString', ''].map(isOurEvent)).toEqual([false, false, false, false]);
  });
});
