import { describe, expect, it } from 'vitest';
import { keysOf } from '../../../src/core/route/event.ts';
import type { Key } from '../../../src/core/route/key.ts';
import { byCommit, check, other, ours, pull, repository, sha, tied, whole } from './payloads.ts';

const mainBranch: Key = { kind: 'default_branch', owner: 'acme', repo: 'agents' };
const inQueue = (base_ref: string): Key => ({ kind: 'merge_group', owner: 'acme', repo: 'agents', base_ref, sha });

describe('a branch, a group or what runs on it leads to', () => {
  it.each<[sentence: string, event: string, payload: unknown, keys: readonly Key[]]>([
    [
      'the pull requests of a check',
      'check_run',
      check('completed', 15368, [tied(12), tied(13), tied(12)]),
      [pull, other],
    ],
    ['the commit of a check of a fork', 'check_run', check('completed', 15368, []), [byCommit]],
    [
      "the commit when the only pull request is another repository's",
      'check_run',
      check('completed', 15368, [tied(12, 8)]),
      [byCommit],
    ],
    ['nothing for our own completed check', 'check_run', check('completed', ours), []],
    ['the pull request whose check is asked for again', 'check_run', check('rerequested', ours), [pull]],
    ['nothing for a check that was only made', 'check_run', check('created', 15368), []],
    [
      'the commit by the suite when the check names none',
      'check_run',
      { action: 'completed', repository, check_run: { app: { id: 1 }, check_suite: { head_sha: sha } } },
      [byCommit],
    ],
    [
      'the pull request of a suite',
      'check_suite',
      { action: 'completed', repository, check_suite: { app: { id: 1 }, head_sha: sha, pull_requests: [tied(12)] } },
      [pull],
    ],
    [
      'nothing for our own suite',
      'check_suite',
      { action: 'completed', repository, check_suite: { app: { id: ours }, head_sha: sha, pull_requests: [] } },
      [],
    ],
    [
      'the pull request of our suite that is asked for again',
      'check_suite',
      {
        action: 'rerequested',
        repository,
        check_suite: { app: { id: ours }, head_sha: sha, pull_requests: [tied(12)] },
      },
      [pull],
    ],
    [
      'the pull request of a workflow run',
      'workflow_run',
      { action: 'completed', repository, workflow_run: { head_sha: sha, pull_requests: [tied(12)] } },
      [pull],
    ],
    [
      'the commit of a workflow run of a fork',
      'workflow_run',
      { action: 'completed', repository, workflow_run: { head_sha: sha, pull_requests: [] } },
      [byCommit],
    ],
    [
      'nothing for a workflow run that only begins',
      'workflow_run',
      { action: 'requested', repository, workflow_run: { head_sha: sha } },
      [],
    ],
    [
      'the repository on a push to the default branch',
      'push',
      { repository, ref: 'refs/heads/main' },
      [whole, mainBranch],
    ],
    [
      'the repository when a push gives the owner by name only',
      'push',
      { repository: { ...repository, owner: { name: 'acme' } }, ref: 'refs/heads/main' },
      [whole, mainBranch],
    ],
    [
      'a merged pull request and the default branch',
      'pull_request',
      { action: 'closed', repository, pull_request: { number: 12, merged: true } },
      [pull, mainBranch],
    ],
    [
      'a pull request alone that was closed unmerged',
      'pull_request',
      { action: 'closed', repository, pull_request: { number: 12, merged: false } },
      [pull],
    ],
    [
      'the group of the merge queue',
      'merge_group',
      { action: 'checks_requested', repository, merge_group: { head_sha: sha, base_ref: 'refs/heads/release/1' } },
      [inQueue('release/1')],
    ],
    [
      'nothing when a group is gone',
      'merge_group',
      { action: 'destroyed', repository, merge_group: { head_sha: sha, base_ref: 'refs/heads/main' } },
      [],
    ],
    [
      "a group when its branch is made, should the group's own event get lost",
      'push',
      { repository, ref: 'refs/heads/gh-readonly-queue/release/1/pr-12-abc', after: sha, deleted: false },
      [inQueue('release/1')],
    ],
    [
      'nothing when its branch goes',
      'push',
      { repository, ref: 'refs/heads/gh-readonly-queue/main/pr-12-abc', after: '0'.repeat(40), deleted: true },
      [],
    ],
    [
      'a group when a run on it ends',
      'workflow_run',
      {
        action: 'completed',
        repository,
        workflow_run: { head_sha: sha, head_branch: 'gh-readonly-queue/main/pr-12-abc', pull_requests: [] },
      },
      [inQueue('main')],
    ],
    [
      'a group when a job on it ends',
      'check_run',
      {
        action: 'completed',
        repository,
        check_run: {
          app: { id: 1 },
          head_sha: sha,
          pull_requests: [],
          check_suite: { head_branch: 'gh-readonly-queue/main/pr-12-abc' },
        },
      },
      [inQueue('main')],
    ],
    [
      'the commit on a branch that only looks like one of the queue',
      'workflow_run',
      {
        action: 'completed',
        repository,
        workflow_run: { head_sha: sha, head_branch: 'gh-readonly-queue/main', pull_requests: [] },
      },
      [byCommit],
    ],
    ['nothing on a push elsewhere', 'push', { repository, ref: 'refs/heads/topic' }, []],
    ["nothing on a tag of the branch's name", 'push', { repository, ref: 'refs/tags/main' }, []],
  ])('%s', (_, event, payload, keys) => {
    expect(keysOf(event, payload, ours)).toEqual(keys);
  });
});
