import { expect, it } from 'vitest';
import { awaited } from '../../../src/core/route/awaited.ts';

it.each([
  ['check_run', { action: 'requested_action' }, 'press'],
  ['check_run', { action: 'rerequested' }, 'press'],
  ['check_suite', { action: 'rerequested' }, 'press'],
  ['check_run', { action: 'completed' }, 'machine'],
  ['check_suite', { action: 'completed' }, 'machine'],
  ['workflow_run', { action: 'completed' }, 'machine'],
  ['status', {}, 'machine'],
  ['push', {}, 'machine'],
  ['pull_request', { action: 'synchronize' }, 'machine'],
  ['pull_request', { action: 'opened' }, 'person'],
  ['pull_request', { action: 'labeled' }, 'person'],
  ['pull_request_review', { action: 'submitted' }, 'person'],
  ['issue_comment', { action: 'created' }, 'person'],
  ['pull_request', 'no mapping', 'person'],
] as const)('%s %j is awaited as by a %s', (event, payload, how) => {
  expect(awaited(event, payload)).toBe(how);
});
