import { describe, expect, it } from 'vitest';
import { keysOf } from '../../../src/core/route/event.ts';
import type { Key } from '../../../src/core/route/key.ts';
import { ours, repository, whole } from './payloads.ts';

const ownIssue = { number: 3, user: { id: 7, type: 'Bot' }, performed_via_github_app: { id: ours } };

describe('an issue leads to', () => {
  it.each<[sentence: string, event: string, payload: unknown, keys: readonly Key[]]>([
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
  ])('%s', (_, event, payload, keys) => {
    expect(keysOf(event, payload, ours)).toEqual(keys);
  });
});
