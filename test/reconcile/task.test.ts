import { expect, test } from 'vitest';
import type { Key } from '../../src/core/route/key.ts';
import { wishOf } from '../../src/reconcile/task.ts';

const place = { installationId: 1, repositoryId: 2 };
const here = { owner: 'acme', repo: 'agents' } as const;
const press = (login: string, sha: string): Key => ({
  kind: 'press',
  ...here,
  sha,
  button: 'explain',
  person: { id: login.length, login, type: 'User' },
});
const command: Key = { kind: 'command', ...here, number: 7, comment: 70 };
const pull: Key = { kind: 'pull_request', ...here, number: 7 };
const branch: Key = { kind: 'default_branch', ...here };
const incident: Key = { kind: 'incident', ...here, number: 7 };

/** Under what a key is worked on alone. */
const lock = (key: Key): string => {
  const wish = wishOf({ key, place });
  return wish.serial ?? wish.key;
};

test.each<[sentence: string, one: Key, other: Key, isShared: boolean]>([
  ['two people press on one commit', press('bob', 'a'.repeat(40)), press('carol', 'a'.repeat(40)), true],
  ['two people press on two commits', press('bob', 'a'.repeat(40)), press('carol', 'b'.repeat(40)), false],
  ['a command and its pull request', command, pull, true],
  ['an incident and the default branch', incident, branch, true],
  ['a pull request and the default branch', pull, branch, false],
])('%s are worked on one after the other or not', (_sentence, one, other, isShared) => {
  expect(lock(one) === lock(other)).toBe(isShared);
});
