import { describe, expect, it } from 'vitest';
import type { DraftFile } from '../../src/generated/types.ts';
import { draftLink } from '../../src/reconcile/draft-link.ts';
import { isOurUrl, link } from '../../src/report/markdown/block.ts';

const repository_url = 'https://github.com/acme/agents';
const fresh: DraftFile = { path: 'changes/a/change.yaml', text: 'a: 1\nb: "ü & c"\n', replaces: false };

function address(branch: string | null, draft = fresh, url = repository_url): string | null {
  return draftLink([draft], { repository_url: url, head_branch: branch })?.(draft) ?? null;
}

describe('the address of a drafted file', () => {
  it('opens a new file with its text', () => {
    expect(address('alice/refund')).toBe(
      `${repository_url}/new/alice/refund?filename=changes%2Fa%2Fchange.yaml&value=a%3A%201%0Ab%3A%20%22%C3%BC%20%26%20c%22%0A`,
    );
  });

  it('opens the editor, without a text, where the file is there already', () => {
    expect(address('a', { ...fresh, replaces: true })).toBe(`${repository_url}/edit/a/changes/a/change.yaml`);
  });

  it('is none where the branch is in a fork', () => {
    expect(address(null)).toBeNull();
  });

  it('stays below 6,000 characters', () => {
    const spare = 5_999 - (address('a', { ...fresh, text: '' })?.length ?? 0);
    expect(address('a', { ...fresh, text: 'x'.repeat(spare) })).toHaveLength(5_999);
    expect(address('a', { ...fresh, text: 'x'.repeat(spare + 1) })).toBeNull();
  });

  it('leaves room for the rest of the output where many files are drafted', () => {
    const drafts = [1, 2, 3].map((number) => ({ ...fresh, path: `${number}.yaml`, text: 'x'.repeat(3_800) }));
    const of = draftLink(drafts, { repository_url, head_branch: 'a' });
    expect(drafts.map((draft) => of?.(draft) === null)).toEqual([false, false, true]);
  });

  it.each([
    'a)](https://evil.example)',
    'a](javascript:alert(1))',
    'x" onclick="y',
    '<img src=x>',
    'a&filename=b#c?d',
    '@acme/everyone',
    '`code`|cell',
    "it's~~struck~~*bold*_it_!",
    'line\nbreak\u2028\u202ebidi',
    'half\ud800surrogate',
    '../../../evil',
    '%2e%2e/%2e%2e',
    '//evil.example',
    '\\evil',
  ])('of the hostile branch %j is one path on the page of the repository, and ends where it should', (branch) => {
    const url = address(branch) ?? '';
    expect(isOurUrl(url)).toBe(true);
    expect(new URL(url).href.startsWith(`${repository_url}/new/`)).toBe(true);
    expect([...new URL(url).searchParams.keys()]).toEqual(['filename', 'value']);
    expect(new URL(url).hash).toBe('');
    expect(link('open', url)).toMatch(/^\[open\]\([A-Za-z0-9%/:.?=&;_-]+\)$/);
    const path = address('a', { ...fresh, path: branch, replaces: true }) ?? '';
    expect(new URL(path).href.startsWith(`${repository_url}/edit/a/`)).toBe(true);
    expect(link('open', path)).toMatch(/^\[open\]\([A-Za-z0-9%/:._-]+\)$/);
  });

  it.each(['http://evil.example/a/b', 'javascript:alert(1)', 'https://github.com.evil example/x', ''])(
    'is no link on the page %j',
    (url) => {
      expect(isOurUrl(address('a', fresh, url) ?? '')).toBe(false);
    },
  );
});
