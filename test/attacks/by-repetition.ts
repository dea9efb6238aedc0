import { keysOf } from '../../src/core/route/event.ts';
import { keyText } from '../../src/core/route/key.ts';
import { conversation } from '../core/command/conversation.ts';
import { memoryInbox } from '../support/memory-inbox.ts';
import { people } from '../support/snapshot.ts';
import type { Attack } from './attack.ts';

const repository = { id: 42, name: 'agents', owner: { login: 'acme' }, default_branch: 'main' };
const push = (sha: string) => ({
  action: 'synchronize',
  repository,
  installation: { id: 1 },
  pull_request: { number: 7, head: { sha } },
});

/** The same delivery again, and one work however many deliveries ask for it. */
export const attacksByRepetition: readonly Attack[] = [
  {
    threat: 'T4',
    name: 'a delivery that is sent again a thousand times',
    refusedWith: 'known',
    attempt: async () => {
      const inbox = memoryInbox();
      const one = { id: 'guid', event: 'pull_request', body: Buffer.from('{}') };
      const kept: string[] = [];
      for (let count = 0; count < 1_000; count += 1) kept.push(await inbox.insert(one, count));
      return { codes: [...new Set(kept)], through: kept.filter((word) => word === 'new').length !== 1 };
    },
  },
  {
    threat: 'T42',
    name: 'five hundred pushes to one pull request',
    refusedWith: 'one_work',
    attempt: () => {
      const works = new Set(
        Array.from({ length: 500 }, (_, index) => keysOf('pull_request', push(`${index}`.padStart(40, '0')), 77))
          .flat()
          .map(keyText),
      );
      return { codes: works.size === 1 ? ['one_work'] : [], through: works.size > 1 };
    },
  },
  ...[
    ['/help', 'questions'],
    ['/waive', 'malformed lines'],
    ['/block it', 'commands that take more'],
    ['/resolve because x', 'commands that belong elsewhere'],
  ].map(
    ([line = '', what]): Attack => ({
      threat: 'T42',
      name: `a hundred ${what} of an outside author`,
      refusedWith: 'ten_answers',
      attempt: () => {
        const { codes } = conversation(
          Array.from({ length: 100 }, () => line),
          people.ada,
        );
        return { codes: codes.length === 10 ? ['ten_answers'] : [], through: codes.length > 10 };
      },
    }),
  ),
  ...[
    ['chatter', { body: 'Looks good.' }, 'created'],
    ['chatter that is edited', { body: '/block it' }, 'edited'],
    ['chatter that is deleted', { body: 'x' }, 'deleted'],
  ].map(
    ([name, comment, action]): Attack => ({
      threat: 'T42',
      name: `comments of ${name as string}`,
      refusedWith: 'passed_over',
      attempt: () => {
        const user = { id: 66, login: 'mallory', type: 'User' };
        const payload = {
          action,
          repository,
          issue: { number: 7, pull_request: {} },
          sender: user,
          comment: { id: 1, created_at: '2026-04-07T16:04:00Z', user, ...(comment as object) },
        };
        const keys = keysOf('issue_comment', payload, 77);
        return { codes: keys.length === 0 ? ['passed_over'] : [], through: keys.length > 0 };
      },
    }),
  ),
  ...(['explain', 'draft', 'recheck'] as const).map(
    (identifier): Attack => ({
      threat: 'T18',
      name: `a press of ${identifier} by a bot`,
      refusedWith: 'passed_over',
      attempt: () => {
        const payload = {
          action: 'requested_action',
          repository,
          check_run: { head_sha: 'a'.repeat(40), app: { id: 77 } },
          requested_action: { identifier },
          sender: { id: 90, login: 'robot[bot]', type: 'Bot' },
        };
        const keys = keysOf('check_run', payload, 77);
        return { codes: keys.length === 0 ? ['passed_over'] : [], through: keys.length > 0 };
      },
    }),
  ),
];
