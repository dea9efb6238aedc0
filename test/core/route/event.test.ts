import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keysOf } from '../../../src/core/route/event.ts';
import { type Key, keyText } from '../../../src/core/route/key.ts';
import { byCommit, check, ours, pull, repository, sha, whole } from './payloads.ts';

const pullRequest = (action: string) => ({ action, repository, pull_request: { number: 12 } });

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
    ['the commit of a status', 'status', { repository, sha }, [byCommit]],
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
