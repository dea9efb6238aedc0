import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitsBetween } from '../../../src/adapters/checkout/commits.ts';
import { differenceOf } from '../../../src/adapters/checkout/difference.ts';
import { git } from '../../../src/adapters/checkout/git.ts';
import { patchOf } from '../../../src/adapters/checkout/patch.ts';
import { branchOf, commitOf, likelyBase, mergeBaseOf, repositoryOf } from '../../../src/adapters/checkout/revision.ts';
import { filesAt, isAt } from '../../../src/adapters/checkout/tree.ts';
import { sha256 } from '../../../src/adapters/digest/sha256.ts';
import { Checkout } from '../../support/checkout.ts';

/** Names that would act or lead astray if a shell, a line or an option list ever read them. */
const hostile = [
  '-rf',
  '--output=x',
  'a b',
  'a\tb',
  'a\nb',
  'a"b',
  "a'b",
  'a\\b',
  '$(touch pwned)',
  '`touch pwned`',
  ';touch pwned',
  'a|b',
  'ä→ö',
  '*',
  '[a]',
  ':(top)x',
  'diff --git a/x b/x',
];

let checkout: Checkout;
let [base, head] = ['', ''];
const lines = (tail: string) => `${Array.from({ length: 20 }, (_, line) => `line ${line}`).join('\n')}\n${tail}\n`;

beforeAll(() => {
  checkout = new Checkout();
  base = checkout.commit({ 'kept.txt': 'kept\n', 'old.txt': lines('a'), 'gone.txt': 'x\n', 'edited.txt': lines('a') });
  checkout.branch('work');
  checkout.git('mv', 'old.txt', 'new.txt');
  checkout.git('rm', '--quiet', 'gone.txt');
  const files = Object.fromEntries(hostile.map((name) => [`odd/${name}`, `${name}\n`]));
  head = checkout.commit(
    { ...files, 'new.txt': lines('b'), 'edited.txt': lines('c'), 'binary.bin': 'a\0b' },
    'One\n\nCo-authored-by: Bob <bob@example.com>\nCo-authored-by: Eve <x> <eve@example.com>',
  );
});
afterAll(() => checkout.remove());

describe('the difference of two commits', () => {
  it('names every file, both names of a renamed one, and its blobs', async () => {
    const { exact, files } = await differenceOf(checkout.folder, base, head);
    const of = (path: string) => files.find((file) => file.path === path);
    expect(exact).toBe(true);
    expect(of('new.txt')).toMatchObject({ change: 'renamed', previous_path: 'old.txt' });
    expect(of('gone.txt')).toMatchObject({ change: 'removed', head_blob: null });
    expect(of('edited.txt')).toMatchObject({ change: 'modified', previous_path: null });
    expect(of('kept.txt')).toBeUndefined();
    expect(of('old.txt')).toBeUndefined();
  });

  it.each(hostile)('names %j as it is', async (name) => {
    const { files } = await differenceOf(checkout.folder, base, head);
    expect(files).toContainEqual(expect.objectContaining({ path: `odd/${name}`, change: 'added', base_blob: null }));
    expect((await filesAt(checkout.folder, head)).get(`odd/${name}`)).toMatchObject({ mode: '100644' });
  });

  it('says when a path is no text, because nobody knows its surfaces then', async () => {
    const odd = new Checkout();
    const from = odd.commit({ a: '1' });
    odd.git('config', 'core.quotePath', 'false');
    const blob = odd.git('rev-parse', 'HEAD:a').trim();
    // The index takes any bytes, whatever the file system thinks of them.
    const entry = Buffer.concat([Buffer.from(`100644 ${blob}\t`), Buffer.from([0xff, 0xfe]), Buffer.from('\0')]);
    odd.gitWithInput(entry, 'update-index', '-z', '--index-info');
    odd.git('commit', '--quiet', '--message=odd');
    expect(await differenceOf(odd.folder, from, odd.git('rev-parse', 'HEAD').trim())).toMatchObject({ exact: false });
    odd.remove();
  });

  it('is the same whatever the settings of the person are', async () => {
    const before = await differenceOf(checkout.folder, base, head);
    const patch = await patchOf(checkout.folder, before, [base, head], sha256);
    checkout.write({ 'tool.sh': '#!/bin/sh\ntouch "$(git rev-parse --show-toplevel)/pwned"\n' });
    chmodSync(join(checkout.folder, 'tool.sh'), 0o755);
    const settings = [
      ['diff.external', './tool.sh'],
      ['core.fsmonitor', './tool.sh'],
      ['diff.renames', 'false'],
      ['diff.noprefix', 'true'],
      ['diff.context', '0'],
      ['diff.algorithm', 'patience'],
      ['color.ui', 'always'],
      ['core.pager', './tool.sh'],
      ['diff.txt.textconv', './tool.sh'],
      ['log.showSignature', 'true'],
    ] as const;
    for (const [name, value] of settings) checkout.git('config', name, value);
    checkout.write({ '.git/info/attributes': '*.txt diff=txt\n' });
    expect(await differenceOf(checkout.folder, base, head)).toEqual(before);
    expect(await patchOf(checkout.folder, before, [base, head], sha256)).toEqual(patch);
    expect(existsSync(join(checkout.folder, 'pwned'))).toBe(false);
    for (const [name] of settings) checkout.git('config', '--unset', name);
  });
});

describe('the patch of two commits', () => {
  it('has a digest for each file with hunks, none for a binary one, and moves with the text only', async () => {
    const difference = await differenceOf(checkout.folder, base, head);
    const { complete, sha, files } = await patchOf(checkout.folder, difference, [base, head], sha256);
    const of = (path: string) => files.find((file) => file.path === path)?.patch;
    expect({ complete, sha }).toEqual({ complete: true, sha: head });
    expect(of('edited.txt')).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(of('odd/diff --git a/x b/x')).toMatch(/^sha256:/);
    expect(of('binary.bin')).toBeNull();
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
  });
});

describe('the commits of a branch', () => {
  it('come with everybody who is named in them, linked to nobody', async () => {
    const { complete, list } = await commitsBetween(checkout.folder, base, head);
    expect(complete).toBe(true);
    expect(list).toEqual([
      {
        sha: head,
        author: { person: null, name: 'Ada' },
        committer: { person: null, name: 'Ada' },
        co_authors: [
          { person: null, name: 'Bob' },
          { person: null, name: 'Eve <x>' },
        ],
      },
    ]);
    expect(await commitsBetween(checkout.folder, head, head)).toEqual({ complete: true, list: [] });
  });
});

describe('a revision', () => {
  it('is found by branch, tag, SHA and expression', async () => {
    checkout.git('tag', '--annotate', '--message=t', 'v1');
    for (const name of ['work', 'v1', head, head.slice(0, 10), 'HEAD', 'refs/heads/work'])
      expect(await commitOf(checkout.folder, name)).toBe(head);
    expect(await branchOf(checkout.folder, 'HEAD')).toBe('work');
    expect(await branchOf(checkout.folder, head)).toBe(head);
    expect(await likelyBase(checkout.folder)).toBe('refs/heads/main');
    expect(await isAt(checkout.folder, head, 'odd')).toBe(true);
    expect(await isAt(checkout.folder, head, 'even')).toBe(false);
  });

  it.each(['nowhere', '--help', '--git-dir', '-h', '', 'main..work', 'main work', 'HEAD:kept.txt', '@{', '\n'])(
    'that is %j is a fault, not an option or a guess',
    async (name) => {
      await expect(commitOf(checkout.folder, name)).rejects.toMatchObject({ code: 'git_failed' });
    },
  );

  it('without a common past is a fault that names the mend', async () => {
    checkout.git('switch', '--quiet', '--orphan', 'island');
    const island = checkout.commit({ a: '1' });
    checkout.git('switch', '--quiet', 'work');
    await expect(mergeBaseOf(checkout.folder, base, island)).rejects.toThrow('git fetch --unshallow');
  });
});

describe('git itself', () => {
  it('is a fault where there is no checkout, where it says no, and where it says too much', async () => {
    const { folder } = checkout;
    await expect(git({ folder: '/nowhere', args: ['status'] })).rejects.toThrow('git could not be started');
    await expect(git({ folder, args: ['cat-file', 'blob', 'nothing'] })).rejects.toMatchObject({ code: 'git_failed' });
    const most = { folder, args: ['ls-tree', '-r', head], mostBytes: 10 };
    await expect(git(most)).rejects.toThrow('more than can be taken');
  });
});

describe('the repository of a checkout', () => {
  it.each([
    ['https://github.com/acme/agents.git', 'acme/agents'],
    ['https://user:secret@github.com/acme/agents', 'acme/agents'],
    ['git@github.com:acme/agents.git', 'acme/agents'],
    ['ssh://git@ghes.example/acme/agents.git/', 'acme/agents'],
  ])('with the remote %s is %s', async (url, name) => {
    checkout.git('remote', 'set-url', 'origin', url);
    expect(await repositoryOf(checkout.folder)).toEqual({ full_name: name, default_branch: null });
  });

  it('without a remote on a server is named after its folder', async () => {
    checkout.git('remote', 'set-url', 'origin', '/srv/x/y');
    expect((await repositoryOf(checkout.folder)).full_name).toMatch(/^local\/checkout-/);
  });
});
