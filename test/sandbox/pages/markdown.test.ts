import { describe, expect, it } from 'vitest';
import { diffLines } from '../../../src/sandbox/pages/diff.ts';
import { renderMarkdown } from '../../../src/sandbox/pages/markdown.ts';

describe('Markdown', () => {
  it.each([
    ['keeps folded parts', '<details><summary>s</summary>\n\nx\n\n</details>', '<summary>s</summary>'],
    ['keeps comments away', 'a <!-- hidden --> b', 'a  b'],
    ['renders tables', '| a |\n|---|\n| 1 |', '<td>1</td>'],
    ['renders task lists', '- [ ] a', '<input type="checkbox" disabled'],
    ['strikes through', '~~a~~', '<del>a</del>'],
    ['drops scripts', '<script>x</script>', ''],
    ['drops frames', '<iframe src="https://x"></iframe>', ''],
    ['drops handlers', '<img src="https://x/y.png" onerror="x">', '<img src="https://x/y.png" />'],
    ['drops styles', '<p style="color:red">a</p>', '<p>a</p>'],
    ['drops javascript links', '<a href="javascript:x">a</a>', '<a rel="nofollow noopener">a</a>'],
    ['drops data images', '![a](data:image/svg+xml,x)', '<img alt="a" />'],
    ['drops forms', '<form action="https://x"><button>b</button></form>', 'b'],
  ])('%s', (_name, text, expected) => {
    const html = renderMarkdown(text);
    expect(html).toContain(expected);
    expect(html).not.toMatch(/<script|onerror|style=|javascript:|<iframe|data:|<form|<button/);
  });
});

it('a patch becomes lines with their numbers on both sides', () => {
  expect(diffLines('@@ -1,2 +1,2 @@ f\n a\n-b\n+c\n\\ No newline at end of file')).toEqual([
    { kind: 'hunk', before: null, after: null, text: '@@ -1,2 +1,2 @@ f' },
    { kind: 'kept', before: 1, after: 1, text: 'a' },
    { kind: 'removed', before: 2, after: null, text: 'b' },
    { kind: 'added', before: null, after: 2, text: 'c' },
  ]);
});
