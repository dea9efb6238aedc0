import { describe, expect, it } from 'vitest';
import { keysOf } from '../../../src/core/route/event.ts';
import type { Key } from '../../../src/core/route/key.ts';
import { bob, bot, check, ours, person, pull, repository, sha } from './payloads.ts';

const command: Key = { kind: 'command', owner: 'acme', repo: 'agents', number: 12, comment: 99 };
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
const press: Key = { kind: 'press', owner: 'acme', repo: 'agents', sha, button: 'explain', person: bob };
const pressed = (more: object) => ({
  ...check('requested_action', ours),
  requested_action: { identifier: 'explain' },
  sender: bob,
  ...more,
});

describe('a comment or a press leads to', () => {
  it.each<[sentence: string, event: string, payload: unknown, keys: readonly Key[]]>([
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
  ])('%s', (_, event, payload, keys) => {
    expect(keysOf(event, payload, ours)).toEqual(keys);
  });
});
