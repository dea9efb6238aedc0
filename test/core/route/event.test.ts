import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keysOf } from '../../../src/core/route/event.ts';
import { type Key, keyText } from '../../../src/core/route/key.ts';

const sha = 'a'.repeat(40);
const repository = { id: 7, name: 'agents', default_branch: 'main', owner: { login: 'acme' } };
const ours = 1234;
const pull: Key = { kind: 'pull_request', owner: 'acme', repo: 'agents', number: 12 };
const other: Key = { ...pull, number: 13 };
const byCommit: Key = { kind: 'commit', owner: 'acme', repo: 'agents', sha };
const whole: Key = { kind: 'repository', owner: 'acme', repo: 'agents' };
const mainBranch: Key = { kind: 'default_branch', owner: 'acme', repo: 'agents' };
const inQueue = (base_ref: string): Key => ({ kind: 'merge_group', owner: 'acme', repo: 'agents', base_ref, sha });
const tied = (number: number, repo = 7) => ({ number, base: { repo: { id: repo } } });
const pullRequest = (action: string) => ({ action, repository, pull_request: { number: 12 } });
const command: Key = { kind: 'command', owner: 'acme', repo: 'agents', number: 12, comment: 99 };
const person = { id: 31, login: 'carol', type: 'User' };
const bot = { id: 32, login: 'rollout-gate[bot]', type: 'Bot' };
const comment = (over: object, on: 'pull_request' | 'issue' = 'pull_request') => ({
  action: 'created',
  repository,
  sender: person,
  issue: { number: 12, ...(on === 'issue' ? {} : { pull_request: {} }) },
  comment: {
    id: 99,
    body: '/recheck',
    user: person,
    created_at: '2026-04-07T16:00:00Z',
    performed_via_github_app: null,
    ...over,
  },
});
const ourComment = (action: string, sender: object) => ({
  ...comment({ body: 'Done.', user: bot, performed_via_github_app: { id: ours } }),
  action,
  sender,
});
const ownIssue = { number: 3, user: { id: 7, type: 'Bot' }, performed_via_github_app: { id: ours } };
const bob = { id: 5, login: 'bob', type: 'User' } as const;
const press: Key = { kind: 'press', owner: 'acme', repo: 'agents', sha, button: 'explain', person: bob };
const pressed = (more: object) => ({
  ...check('requested_action', ours),
  requested_action: { identifier: 'explain' },
  sender: bob,
  ...more,
});
const check = (action: string, app: number, pull_requests: unknown = [tied(12)]) => ({
  action,
  repository,
  check_run: { app: { id: app }, head_sha: sha, pull_requests },
});

describe('an event leads to', () => {
  it.each<[sentence: string, event: string, payload: unknown, keys: readonly Key[]]>([
    ...[
      'opened',
      'synchronize',
      'edited',
      'reopened',
      'ready_for_review',
      'converted_to_draft',
      'closed',
      'labeled',
      'unlabeled',
      'assigned',
      'unassigned',
    ].map((action): [string, string, unknown, readonly Key[]] => [
      `its pull request (${action})`,
      'pull_request',
      pullRequest(action),
      [pull],
    ]),
    ['nothing when a review was only asked for', 'pull_request', pullRequest('review_requested'), []],
    ['its pull request when a review is submitted', 'pull_request_review', pullRequest('submitted'), [pull]],
    ['its pull request when a review is dismissed', 'pull_request_review', pullRequest('dismissed'), [pull]],
    ['its command on a pull request', 'issue_comment', comment({}), [command]],
    ['its command on an issue that incidents take', 'issue_comment', comment({ body: '/status' }, 'issue'), [command]],
    ['nothing for any other command on an issue', 'issue_comment', comment({ body: '/block it' }, 'issue'), []],
    ['nothing for a comment without a command', 'issue_comment', comment({ body: 'Looks good.' }), []],
    ['nothing for a command that is quoted', 'issue_comment', comment({ body: '> /recheck' }), []],
    ['nothing for a command on the second line', 'issue_comment', comment({ body: 'Please\n/recheck' }), []],
    ['nothing for a command that was edited in', 'issue_comment', { ...comment({}), action: 'edited' }, []],
    ['nothing for a command that was deleted', 'issue_comment', { ...comment({}), action: 'deleted' }, []],
    ["nothing for a bot's command", 'issue_comment', comment({ user: { ...person, type: 'Bot' } }), []],
    [
      'nothing for a command made through an app',
      'issue_comment',
      comment({ performed_via_github_app: { id: 7 } }),
      [],
    ],
    ['nothing for our own comment', 'issue_comment', comment({ performed_via_github_app: { id: ours } }), []],
    ['the pull request whose answer is gone', 'issue_comment', ourComment('deleted', person), [pull]],
    ['the pull request whose answer was edited', 'issue_comment', ourComment('edited', person), [pull]],
    ['nothing for our own edit', 'issue_comment', ourComment('edited', bot), []],
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
    ['the press on a button of ours, with its person', 'check_run', pressed({}), [press]],
    ['nothing for a button that is none of ours', 'check_run', pressed({ requested_action: { identifier: 'x' } }), []],
    ['nothing for a press without a button', 'check_run', pressed({ requested_action: undefined }), []],
    ['nothing for the press of a bot', 'check_run', pressed({ sender: { id: 5, login: 'b', type: 'Bot' } }), []],
    ['nothing for the press of nobody', 'check_run', pressed({ sender: { login: 'bob', type: 'User' } }), []],
    [
      'nothing for a button of another app',
      'check_run',
      { ...pressed({}), check_run: { app: { id: ours + 1 }, head_sha: sha } },
      [],
    ],
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
    ['the commit of a status', 'status', { repository, sha }, [byCommit]],
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
    [
      'the installation',
      'installation',
      { action: 'created', installation: { id: 5 } },
      [{ kind: 'installation', id: 5 }],
    ],
    [
      'the installation whose repositories changed',
      'installation_repositories',
      { action: 'added', installation: { id: 5 } },
      [{ kind: 'installation', id: 5 }],
    ],
    ...['labeled', 'unlabeled', 'opened', 'closed', 'reopened', 'deleted', 'transferred'].map(
      (action): [string, string, unknown, readonly Key[]] => [
        `the repository of a labelled issue (${action})`,
        'issues',
        { action, repository, issue: { labels: [{ name: 'blocking-finding' }] } },
        [whole],
      ],
    ),
    [
      'the repository of an issue whose last label goes',
      'issues',
      { action: 'unlabeled', repository, label: { name: 'blocking-finding' }, issue: { labels: [] } },
      [whole],
    ],
    ...['closed', 'unlabeled'].map((action): [string, string, unknown, readonly Key[]] => [
      `the incident that somebody else changed (${action})`,
      'issues',
      { action, repository, issue: { ...ownIssue, labels: [] }, sender: { id: 9 } },
      [{ kind: 'incident', owner: 'acme', repo: 'agents', number: 3 }],
    ]),
    [
      'the incident of a bot that GitHub does not name the App of',
      'issues',
      {
        action: 'closed',
        repository,
        issue: { ...ownIssue, performed_via_github_app: null, labels: [] },
        sender: { id: 9 },
      },
      [{ kind: 'incident', owner: 'acme', repo: 'agents', number: 3 }],
    ],
    ...(
      [
        ['our own closing', ownIssue, 7],
        ["another App's issue", { ...ownIssue, performed_via_github_app: { id: 1 } }, 9],
        ["a person's issue", { ...ownIssue, performed_via_github_app: null, user: { id: 7, type: 'User' } }, 9],
      ] as const
    ).map(([what, issue, id]): [string, string, unknown, readonly Key[]] => [
      `nothing for ${what}`,
      'issues',
      { action: 'closed', repository, issue: { ...issue, labels: [] }, sender: { id } },
      [],
    ]),
    ['nothing for an issue without labels', 'issues', { action: 'opened', repository, issue: { labels: [] } }, []],
    [
      'nothing for an issue that is assigned',
      'issues',
      { action: 'assigned', repository, issue: { labels: [{ name: 'x' }] } },
      [],
    ],
    ...['refs/pull/12/merge', 'refs/pull/12/head'].map((ref): [string, string, unknown, readonly Key[]] => [
      `the pull request of an alert (${ref})`,
      'code_scanning_alert',
      { action: 'created', repository, ref, commit_oid: sha },
      [pull],
    ]),
    ...['refs/heads/main', '', undefined].map((ref): [string, string, unknown, readonly Key[]] => [
      `the repository of an alert (${ref})`,
      'code_scanning_alert',
      { action: 'closed_by_user', repository, ref, commit_oid: sha },
      [whole],
    ]),
    [
      'the commit of an alert of another branch',
      'code_scanning_alert',
      { action: 'appeared_in_branch', repository, ref: 'refs/heads/topic', commit_oid: sha },
      [byCommit],
    ],
    [
      'nothing for an alert with a pull request that is none',
      'code_scanning_alert',
      { action: 'created', repository, ref: 'refs/pull/x/merge' },
      [],
    ],
    ['the repository that was renamed', 'repository', { action: 'renamed', repository }, [whole]],
    ['the repository that came over', 'repository', { action: 'transferred', repository }, [whole]],
    ['nothing for an archived repository', 'repository', { action: 'archived', repository }, []],
    ['the repository whose collaborator changed', 'member', { action: 'removed', repository }, [whole]],
    [
      'the installation when a team changed',
      'membership',
      { action: 'added', team: {}, organization: {}, installation: { id: 5 } },
      [{ kind: 'installation', id: 5 }],
    ],
    [
      'the repository that a team got',
      'team',
      { action: 'added_to_repository', repository, installation: { id: 5 } },
      [whole],
    ],
    [
      'the installation whose organisation lost a member',
      'organization',
      { action: 'member_removed', installation: { id: 5 } },
      [{ kind: 'installation', id: 5 }],
    ],
    ...['unsuspend', 'new_permissions_accepted'].map((action): [string, string, unknown, readonly Key[]] => [
      `the installation (${action})`,
      'installation',
      { action, installation: { id: 5 } },
      [{ kind: 'installation', id: 5 }],
    ]),
    ['nothing for an installation that is gone', 'installation', { action: 'deleted', installation: { id: 5 } }, []],
    ["nothing for an event that we don't know", 'star', pullRequest('opened'), []],
    ['nothing for an event named like a member of objects', 'constructor', pullRequest('opened'), []],
  ])('%s', (_, event, payload, keys) => {
    expect(keysOf(event, payload, ours)).toEqual(keys);
  });

  it('the pull request of any check where there is no App of ours', () => {
    expect(keysOf('check_run', check('completed', ours), null)).toEqual([pull]);
  });

  it.each<[sentence: string, payload: unknown]>([
    ['no payload', undefined],
    ['a text', 'opened'],
    ['no number', { action: 'opened', repository, pull_request: {} }],
    ['a number in text', { action: 'opened', repository, pull_request: { number: '12' } }],
    ['a broken number', { action: 'opened', repository, pull_request: { number: 1.5 } }],
    ['a negative number', { action: 'opened', repository, pull_request: { number: -1 } }],
    ['no repository', { action: 'opened', pull_request: { number: 12 } }],
    [
      'a repository name that leads elsewhere',
      { action: 'opened', repository: { ...repository, name: '../x' }, pull_request: { number: 12 } },
    ],
    [
      'an owner that is no name',
      { action: 'opened', repository: { ...repository, owner: { login: 'a/b?c' } }, pull_request: { number: 12 } },
    ],
    ['an action that is no text', { action: ['opened'], repository, pull_request: { number: 12 } }],
  ])('nothing with %s', (_, payload) => {
    expect(keysOf('pull_request', payload, ours)).toEqual([]);
  });

  it('nothing with what stands only in a prototype', () => {
    expect(keysOf('pull_request', Object.create(pullRequest('opened')), ours)).toEqual([]);
  });

  it('nothing with a repository named like a folder', () => {
    for (const name of ['.', '..', '']) {
      expect(keysOf('push', { repository: { ...repository, name }, ref: 'refs/heads/main' }, ours)).toEqual([]);
    }
  });

  it('nothing with a commit id that is none', () => {
    for (const bad of ['A'.repeat(40), 'a'.repeat(39), `${'a'.repeat(39)}/`, null]) {
      expect(keysOf('status', { repository, sha: bad }, ours)).toEqual([]);
    }
  });

  it('something or nothing, never a fault, whatever the payload is', () => {
    const events = [
      'pull_request',
      'pull_request_review',
      'issue_comment',
      'check_run',
      'check_suite',
      'workflow_run',
      'status',
      'push',
      'installation',
    ];
    const names = [
      'action',
      'repository',
      'pull_request',
      'number',
      'check_run',
      'pull_requests',
      'base',
      'repo',
      'id',
      'issue',
      'comment',
      'sha',
      'ref',
      '__proto__',
    ];
    const { tree } = fc.letrec<{ tree: unknown; leaf: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        tie('leaf'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie('tree')),
      ),
      leaf: fc.oneof(fc.constantFrom('completed', 'opened', sha, 'main', null, 12), fc.jsonValue({ maxDepth: 1 })),
    }));
    fc.assert(
      fc.property(fc.constantFrom(...events), tree, (event, payload) => {
        for (const key of keysOf(event, payload, ours)) expect(keyText(key)).not.toBe('');
      }),
      { seed: 3, numRuns: 1000 },
    );
  });
});

it('a key as a line tells cases of GitHub names not apart', () => {
  expect(keyText({ ...pull, owner: 'Acme' } as Key)).toBe('pull_request acme/agents#12');
  expect([byCommit, whole, { kind: 'installation', id: 5 } as const].map(keyText)).toEqual([
    `commit acme/agents@${sha}`,
    'repository acme/agents',
    'installation 5',
  ]);
});
