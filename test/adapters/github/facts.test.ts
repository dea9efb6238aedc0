import { describe, expect, test } from 'vitest';
import { commitsOf, pushesOf } from '../../../src/adapters/github/facts/commits.ts';
import { filesOf } from '../../../src/adapters/github/facts/files.ts';
import { personOf } from '../../../src/adapters/github/facts/person.ts';
import { askingOf, bodyTextsOf, peopleBehind } from '../../../src/adapters/github/facts/requesters.ts';
import { reviewsOf } from '../../../src/adapters/github/facts/reviews.ts';
import { permissionOf, teamOf, userOf } from '../../../src/adapters/github/facts/roles.ts';
import { recordOf } from '../../../src/adapters/github/facts/texts.ts';
import type { Collected } from '../../../src/adapters/github/query/connection.ts';

const list = (...nodes: unknown[]): Collected => ({ complete: true, total: nodes.length, nodes });
const bob = { id: 2, login: 'bob', type: 'User' as const };

describe('people', () => {
  test.each([
    ['a user', { __typename: 'User', databaseId: 2, login: 'bob' }, bob],
    [
      'a bot, by the name that people know',
      { __typename: 'Bot', databaseId: 3, login: 'renovate' },
      { id: 3, login: 'renovate[bot]', type: 'Bot' },
    ],
    ['nobody', null, null],
    ['an account without an id', { __typename: 'EnterpriseUserAccount', login: 'x' }, null],
    ['a kind that is not known', { __typename: 'Ghost', databaseId: 4, login: 'x' }, null],
  ])('%s', (_name, value, expected) => expect(personOf(value)).toEqual(expected));

  test.each([
    ['Requested-by: @carol', ['carol']],
    ['text\r\nrequested-by:  carol  \r\nRequested-by: @dan', ['carol', 'dan']],
    ['> Requested-by: @carol', []],
    ['Requested-by: @carol and @dan', []],
    ['nothing', []],
  ])('who asked an agent, in %o', (body, expected) =>
    expect(askingOf(body, null)).toEqual({ logins: expected, whole: true }),
  );

  test('who asked an agent is told by every text that the body was', () => {
    const past = ['Requested-by: @carol', '+Requested-by: @dan\n-requested-by: erin'];
    expect(askingOf('Requested-by: @Carol', past)).toEqual({ logins: ['carol', 'dan', 'erin'], whole: true });
    expect(askingOf('Requested-by: @carol', 'unread')).toEqual({ logins: ['carol'], whole: false });
    const many = Array.from({ length: 51 }, (_, index) => `Requested-by: @p${index}`).join('\n');
    expect(askingOf(many, null)).toMatchObject({ logins: { length: 50 }, whole: false });
  });

  const edit = (diff: string | null, deletedAt: string | null = null) => ({ diff, deletedAt });
  const edits = (nodes: readonly unknown[], more: object = {}) => ({
    values: {
      includesCreatedEdit: true,
      userContentEdits: { pageInfo: { hasNextPage: false }, nodes },
      ...more,
    },
    errors: [],
  });
  test.each([
    ['whole', edits([edit('b'), edit('a')]), ['b', 'a']],
    ['with an empty text', edits([edit(''), edit('a')]), ['', 'a']],
    ['with a deleted revision', edits([edit('b'), edit(null, '2026-04-07T12:00:00Z')]), 'unread'],
    [
      'with a deleted revision whose text is still told',
      edits([edit('b'), edit('a', '2026-04-07T12:00:00Z')]),
      'unread',
    ],
    ['with a text that is not told', edits([edit('b'), edit(null)]), 'unread'],
    ['with a hole', edits([edit('b'), null]), 'unread'],
    ['without edits', edits([]), 'unread'],
    ['without the first text', edits([edit('b')], { includesCreatedEdit: false }), 'unread'],
    [
      'with more pages',
      edits([], { userContentEdits: { pageInfo: { hasNextPage: true }, nodes: [edit('b')] } }),
      'unread',
    ],
    [
      'with an error in it',
      { ...edits([edit('b')]), errors: [{ type: 'FORBIDDEN', path: [], message: '' }] },
      'unread',
    ],
    ['not told', undefined, 'unread'],
  ])('the texts of a body, %s', (_name, answer, expected) => {
    expect(bodyTextsOf(answer as Parameters<typeof bodyTextsOf>[0])).toEqual(expected);
  });

  test('a name that is no account is somebody who is not known', () => {
    const users = new Map([
      ['bob', { id: 2 }],
      ['gone', { id: null }],
    ]);
    expect(peopleBehind(['bob'], users)).toEqual({ known: true, people: [bob] });
    expect(peopleBehind(['bob', 'gone'], users)).toEqual({ known: false, people: [bob] });
    expect(peopleBehind(['other'], users)).toEqual({ known: false, people: [] });
  });

  test('a permission of the login that now belongs to somebody else is not theirs', () => {
    const answer = (id: number) => ({
      values: { permission1: { edges: [{ permission: 'ADMIN', node: { databaseId: id } }] } },
      errors: [],
    });
    expect(permissionOf(bob, 1, answer(2))).toEqual({ person: 2, permission: 'admin' });
    expect(permissionOf(bob, 1, answer(9))).toEqual({ person: 2, permission: 'none' });
  });

  test.each([
    ['no list', { edges: null }],
    ['no permission in it', { edges: [{ permission: null, node: { databaseId: 2 } }] }],
    ['a permission that nobody knows', { edges: [{ permission: 'OWNER', node: { databaseId: 2 } }] }],
    ['nobody in it', { edges: [{ permission: 'READ', node: null }] }],
  ])('a permission with %s is no answer', (_what, permission1) => {
    expect(permissionOf(bob, 1, { values: { permission1 }, errors: [] })).toBeNull();
  });

  test('who is no collaborator has none', () => {
    expect(permissionOf(bob, 1, { values: { permission1: { edges: [] } }, errors: [] })).toEqual({
      person: 2,
      permission: 'none',
    });
  });

  test('an error on the permission is no answer', () => {
    const errors = [{ message: 'no', type: 'FORBIDDEN', path: [] }];
    expect(permissionOf(bob, 1, { values: { permission1: null }, errors })).toBeNull();
  });

  test('a login that GitHub does not know has no id; one that it did not tell of is not listed', () => {
    const none = { values: { user1: null }, errors: [{ message: 'no', type: 'NOT_FOUND', path: ['user1'] }] };
    const error = { values: { user1: null }, errors: [{ message: 'timeout', type: null, path: ['user1'] }] };
    expect(userOf('bob', 1, none)).toEqual({ login: 'bob', id: null });
    expect(userOf('bob', 1, error)).toBeNull();
    expect(userOf('bob', 1, { values: { user1: { databaseId: 2 } }, errors: [] })).toEqual({ login: 'bob', id: 2 });
  });

  test('of a team only those who acted are named, and none of a team that is not whole', () => {
    const members = list({ databaseId: 5 }, { databaseId: 2 }, { databaseId: 7 });
    expect(teamOf('x', members, new Set([7, 2, 9]))).toEqual({ team: 'x', readable: true, size: 3, acted: [2, 7] });
    expect(teamOf('x', { ...members, complete: false }, new Set([2]))).toMatchObject({ readable: false, acted: [] });
  });
});

describe('commits', () => {
  const commit = (hasNextPage: boolean) => ({
    commit: {
      oid: 'a',
      author: { name: 'A', user: null },
      committer: { name: 'GitHub', user: null },
      authors: {
        pageInfo: { hasNextPage },
        nodes: [
          { name: 'A', user: null },
          { name: 'B', user: null },
        ],
      },
    },
  });

  test('name co-authors besides the author', () => {
    const { complete, list: facts } = commitsOf(list(commit(false)));
    expect({ complete, names: facts[0]?.co_authors.map(({ name }) => name) }).toEqual({ complete: true, names: ['B'] });
  });

  test('with more authors than a page holds are not whole', () => {
    expect(commitsOf(list(commit(true))).complete).toBe(false);
  });

  test('tell who pushed the head only by a push that made it the head', () => {
    const pushed = (nextSha: string) => ({
      commit: {
        oid: 'a',
        checkSuites: {
          nodes: [{ push: null }, { push: { nextSha, pusher: { __typename: 'User', databaseId: 2, login: 'bob' } } }],
        },
      },
    });
    expect(pushesOf(list(pushed('a')), 'a')).toEqual({ people: [bob], head_known: true });
    expect(pushesOf(list(pushed('b')), 'a')).toEqual({ people: [bob], head_known: false });
    expect(pushesOf(list(pushed('a')), 'c').head_known).toBe(false);
  });
});

describe('files', () => {
  const moved = { path: 'b', changeType: 'RENAMED' };

  test('are whole with the previous name of each that moved', () => {
    expect(filesOf(list(moved), 1, new Map([['b', 'a']]))).toEqual({
      complete: true,
      total: 1,
      list: [{ path: 'b', previous_path: 'a', change: 'renamed' }],
    });
    expect(filesOf(list(moved), 1, new Map()).complete).toBe(false);
    expect(filesOf(list(moved), 1, null).complete).toBe(false);
  });

  test("are not whole when the pull request has more: GitHub's list ends at 3,000", () => {
    const nodes = Array.from({ length: 3_000 }, (_, index) => ({ path: `f${index}`, changeType: 'MODIFIED' }));
    expect(filesOf(list(...nodes), 3_000, null).complete).toBe(true);
    expect(filesOf(list(...nodes), 3_001, null).complete).toBe(false);
  });
});

describe('reviews', () => {
  const review = {
    fullDatabaseId: '9007199254740000',
    state: 'APPROVED',
    submittedAt: '2026-04-07T16:00:00Z',
    commit: { oid: 'a' },
  };

  test('keep large ids, people who are gone, and commits that nobody knows', () => {
    expect(reviewsOf(list({ ...review, commit: null, author: null })).list).toEqual([
      {
        id: 9_007_199_254_740_000,
        person: null,
        state: 'approved',
        commit: null,
        submitted_at: '2026-04-07T16:00:00Z',
      },
    ]);
  });

  test('in a state that is not known make the list incomplete', () => {
    expect(reviewsOf(list({ ...review, state: 'ENDORSED' })).complete).toBe(false);
    expect(reviewsOf(list({ ...review, state: 'COMMENTED' }))).toEqual({ complete: true, list: [] });
  });
});

describe('record files', () => {
  const entry = (over: object) => ({
    values: {
      r: { type: 'blob', oid: 'b', object: { byteSize: 3, isBinary: false, isTruncated: false, text: 'abc', ...over } },
    },
    errors: [],
  });
  const read = (answer: Parameters<typeof recordOf>[4]) => recordOf('head', 'c', 'change.yaml', 'r', answer);

  test.each([
    ['a text', entry({}), { path: 'change.yaml', at: 'head', commit: 'c', blob: 'b', text: 'abc', bytes: 3 }],
    ['a binary file', entry({ isBinary: true, text: null }), expect.objectContaining({ text: null })],
    ['a text that GitHub cut', entry({ isTruncated: true }), expect.objectContaining({ text: null })],
    ['no file', { values: { r: null }, errors: [] }, 'absent'],
    ['a folder', { values: { r: { type: 'tree', oid: 't' } }, errors: [] }, 'absent'],
    ['no word', undefined, 'unread'],
    ['an error', { values: { r: null }, errors: [{ message: 'x', type: null, path: [] }] }, 'unread'],
    ['no permission', { values: { r: null }, errors: [{ message: 'x', type: 'FORBIDDEN', path: [] }] }, 'unread'],
  ])('%s', (_name, answer, expected) => expect(read(answer)).toEqual(expected));
});
