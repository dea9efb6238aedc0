import { expect, test } from 'vitest';
import { activityOver, entry, head, type LogEntry } from '../../support/branch-log.ts';

const logins = async (...pages: readonly (readonly LogEntry[])[]): Promise<readonly (boolean | string)[]> => {
  const { head_known, people } = await activityOver(...pages);
  return [head_known, ...people.map(({ login }) => login)];
};

test('who moved the branch since the pull request was opened, and who made the head', async () => {
  const before = '2026-04-07T09:00:00Z';
  const log = [entry('carol', { after: head }), entry('bob'), entry('alice', { timestamp: before })];
  expect(await logins(log)).toEqual([true, 'bob', 'carol']);
  expect(
    await logins([entry('carol', { after: head, timestamp: before }), entry('alice', { timestamp: before })]),
  ).toEqual([true, 'carol']);
});

test('an earlier move to the head, or one by nobody, makes nobody known', async () => {
  expect(await logins([entry('bob'), entry('carol', { after: head })])).toEqual([false, 'bob', 'carol']);
  expect(await logins([{ ...entry('carol', { after: head }), actor: null }])).toEqual([false]);
  expect(await logins([])).toEqual([false]);
});

test('the next page is named by a cursor, as GitHub does; no number is made up', async () => {
  const asked: string[] = [];
  const pages = [[entry('carol', { after: head })], [entry('bob')], [entry('alice')]];
  const { people } = await activityOver(...pages, (path) => asked.push(new URL(path, 'https://x').search));
  expect(people.map(({ login }) => login)).toEqual(['alice', 'bob', 'carol']);
  expect(asked.map((search) => [...new URLSearchParams(search).keys()].toSorted())).toEqual([
    ['per_page', 'ref'],
    ['after', 'per_page', 'ref'],
    ['after', 'per_page', 'ref'],
  ]);
});

test('more pages than are read: known only where the rest is older than the pull request', async () => {
  const pages = Array.from({ length: 6 }, () => [entry('bob')]);
  expect(await logins([entry('carol', { after: head })], ...pages)).toEqual([false, 'bob', 'carol']);
  const old = Array.from({ length: 6 }, () => [entry('bob', { timestamp: '2026-04-07T09:00:00Z' })]);
  expect(await logins([entry('carol', { after: head })], ...old)).toEqual([true, 'carol']);
});
