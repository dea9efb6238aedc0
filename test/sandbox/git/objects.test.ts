import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changedFiles } from '../../../src/sandbox/git/difference.ts';
import { commitsBetween, isAncestor, mergeBase } from '../../../src/sandbox/git/history.ts';
import { memoryStore } from '../../../src/sandbox/git/memory-store.ts';
import type { GitStore } from '../../../src/sandbox/git/store.ts';
import { entryAt, flatten, writeFiles } from '../../../src/sandbox/git/tree.ts';

const who = { name: 'A U Thor', email: 'author@example.com', timestamp: 1_700_000_000 };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

let store: GitStore;
beforeAll(async () => {
  store = await memoryStore();
});

const commit = (tree: string, parents: readonly string[], message: string): Promise<string> =>
  store.writeCommit({ tree, parents, author: who, committer: who, message });

describe('object ids are git’s own', () => {
  // values that every git gives: the empty blob, "hello\n", the empty tree
  it.each([
    ['', 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'],
    ['hello\n', 'ce013625030ba8dba906f756967f9e9ca394464a'],
  ])('blob %j', async (text, sha) => {
    expect(await store.writeBlob(bytes(text))).toBe(sha);
  });

  it('the empty tree', async () => {
    expect(await store.writeTree([])).toBe('4b825dc642cb6eb9a060e54bf8d69288fbee4904');
  });

  const folder = mkdtempSync(join(tmpdir(), 'git-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('tree and commit equal those of the git program', async () => {
    const git = (args: readonly string[], input = ''): string =>
      execFileSync('git', args, {
        cwd: folder,
        input,
        encoding: 'utf8',
        env: {
          PATH: process.env['PATH'],
          HOME: folder,
          GIT_AUTHOR_NAME: who.name,
          GIT_AUTHOR_EMAIL: who.email,
          GIT_AUTHOR_DATE: `${who.timestamp} +0000`,
          GIT_COMMITTER_NAME: who.name,
          GIT_COMMITTER_EMAIL: who.email,
          GIT_COMMITTER_DATE: `${who.timestamp} +0000`,
        },
      }).trim();
    git(['init', '-q']);
    const files = { 'a.txt': '1\n', 'a/b.txt': '2\n', 'a-b.txt': '3\n', 'z/ü.txt': '4\n' };
    for (const [path, text] of Object.entries(files)) {
      const blob = git(['hash-object', '-w', '--stdin'], text);
      git(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`]);
    }
    const tree = git(['write-tree']);
    const made = await writeFiles(store, null, files);
    expect(made).toBe(tree);
    expect(await commit(made, [], 'first\n')).toBe(git(['commit-tree', tree, '-m', 'first']));
  });
});

describe('trees', () => {
  it('are changed path by path, and empty folders vanish', async () => {
    const first = await writeFiles(store, null, { 'a/b/c.txt': '1\n', 'a/d.txt': '2\n' });
    const second = await writeFiles(store, first, { 'a/b/c.txt': null, 'e.txt': '3\n' });
    expect(flatten(store, second).map((entry) => entry.path)).toEqual(['a', 'a/d.txt', 'e.txt']);
    expect(entryAt(store, second, 'a/b')).toBeUndefined();
    expect(entryAt(store, first, 'a/b/c.txt')?.type).toBe('blob');
  });
});

describe('differences', () => {
  const lines = (...numbers: number[]): string => numbers.map((number) => `line ${number}\n`).join('');

  it('carry unified hunks and counts', async () => {
    const before = await writeFiles(store, null, { 'a.txt': lines(1, 2, 3, 4, 5, 6, 7, 8) });
    const after = await writeFiles(store, null, { 'a.txt': lines(1, 2, 3, 9, 5, 6, 7, 8) });
    expect(changedFiles(store, before, after)).toMatchObject([
      {
        status: 'modified',
        additions: 1,
        deletions: 1,
        patch: '@@ -1,7 +1,7 @@\n line 1\n line 2\n line 3\n-line 4\n+line 9\n line 5\n line 6\n line 7',
      },
    ]);
  });

  it('find exact and similar renames, and no others', async () => {
    const before = await writeFiles(store, null, {
      'a.txt': lines(1, 2, 3, 4),
      'b.txt': lines(10, 11, 12, 13),
      'c.txt': 'x\n',
    });
    const after = await writeFiles(store, null, {
      'd.txt': lines(1, 2, 3, 4),
      'e.txt': lines(10, 11, 12, 14),
      'f.txt': 'y\n',
    });
    const found = changedFiles(store, before, after).map((file) => [file.status, file.previousPath, file.path]);
    expect(found).toEqual([
      ['removed', null, 'c.txt'],
      ['renamed', 'a.txt', 'd.txt'],
      ['renamed', 'b.txt', 'e.txt'],
      ['added', null, 'f.txt'],
    ]);
  });

  it('have no patch for binary files', async () => {
    const after = await writeFiles(store, null, { 'a.bin': new Uint8Array([1, 0, 2]) });
    expect(changedFiles(store, null, after)).toMatchObject([{ status: 'added', patch: null, additions: 0 }]);
  });
});

describe('history', () => {
  it('knows merge base, distance and merges without a conflict only', async () => {
    const base = await commit(await writeFiles(store, null, { 'a.txt': '1\n', 'b.txt': '1\n' }), [], 'base');
    const tree = store.commit(base)?.tree ?? null;
    const left = await commit(await writeFiles(store, tree, { 'a.txt': '2\n' }), [base], 'left');
    const right = await commit(await writeFiles(store, tree, { 'b.txt': '2\n' }), [base], 'right');
    const clash = await commit(await writeFiles(store, tree, { 'a.txt': '3\n' }), [base], 'clash');
    expect(mergeBase(store, left, right)).toBe(base);
    expect(isAncestor(store, base, left)).toBe(true);
    expect(isAncestor(store, left, right)).toBe(false);
    expect(commitsBetween(store, left, right).map((one) => one.message)).toEqual(['right']);
    const merged = await store.mergeCommits(left, right);
    expect(merged).toBe(await writeFiles(store, tree, { 'a.txt': '2\n', 'b.txt': '2\n' }));
    expect(await store.mergeCommits(left, clash)).toBeNull();
  });
});
