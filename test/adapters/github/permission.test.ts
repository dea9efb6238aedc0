import { describe, expect, test } from 'vitest';
import { Fault } from '../../../src/adapters/fault.ts';
import { readPermission } from '../../../src/adapters/github/rest/permission.ts';
import type { Transport } from '../../../src/adapters/github/transport/transport.ts';
import type { FaultCode } from '../../../src/generated/codes.ts';

const bob = { id: 2, login: 'bob', type: 'User' } as const;
const here = { owner: 'acme', repo: 'agents' };

function read(answer: () => unknown) {
  const rest = async () => ({ status: 200, headers: {}, data: answer() });
  return readPermission({ rest } as unknown as Transport, here, bob);
}

const user = { id: 2, login: 'bob' };

describe("somebody's permission by REST", () => {
  test.each([
    ['the role', { user, role_name: 'maintain', permission: 'write' }, 'maintain'],
    ['what a role of the organisation is based on', { user, role_name: 'on-call', permission: 'write' }, 'write'],
    ['what is told without a role', { user, permission: 'admin' }, 'admin'],
    ['none where GitHub says none', { user, role_name: '', permission: 'none' }, 'none'],
    ["none where the login is another's now", { user: { id: 9 }, role_name: 'admin', permission: 'admin' }, 'none'],
    ['unknown where nobody is named', { role_name: 'admin', permission: 'admin' }, 'unknown'],
    ['unknown where nothing is told', { user }, 'unknown'],
    ['unknown where a word is told that nobody knows', { user, permission: 'owner' }, 'unknown'],
    ['unknown where the answer is no answer', null, 'unknown'],
  ])('is %s', async (_what, data, permission) => {
    expect(await read(() => data)).toEqual({ person: 2, permission });
  });

  test.each<[code: FaultCode, permission: 'none' | 'unknown' | 'thrown']>([
    ['github_not_found', 'none'],
    ['github_forbidden', 'unknown'],
    ['github_server_error', 'unknown'],
    ['github_answer_incomplete', 'unknown'],
    ['github_answer_unexpected', 'unknown'],
    ['github_invalid', 'unknown'],
    ['github_conflict', 'unknown'],
    ['github_rate_limited', 'thrown'],
    ['github_unauthorized', 'thrown'],
    ['github_unreachable', 'thrown'],
  ])('after %s: %s', async (code, permission) => {
    const reading = read(() => {
      throw new Fault(code, { message: 'no' });
    });
    if (permission === 'thrown') await expect(reading).rejects.toThrow('no');
    else expect(await reading).toEqual({ person: 2, permission });
  });
});
