import { describe, expect, test } from 'vitest';
import { draftReview } from '../../../src/report/comment/draft-review.ts';

const path = 'change.yaml';

function suggested(before: string, text: string) {
  const draft = { path, text, replaces: true };
  const [comment] = draftReview('<!-- m -->', [draft], new Map([[path, before]]), null).comments;
  return comment;
}

/** The file once somebody has committed the suggestion. */
function applied(before: string, text: string): string {
  const comment = suggested(before, text);
  if (comment === undefined) return before;
  const lines = before.replace(/\n$/, '').split('\n');
  const inner = comment.body.split('\n').slice(1, -1);
  const first = comment.start_line ?? comment.line;
  lines.splice(first - 1, comment.line - first + 1, ...inner);
  return `${lines.join('\n')}\n`;
}

describe('a suggestion', () => {
  test.each([
    ['of one line', 'a\nb\nc\n', 'a\nx\nc\n', null, 2],
    ['of several', 'a\nb\nc\nd\n', 'a\nx\ny\nd\n', 2, 3],
    ['that adds after a line', 'a\nb\n', 'a\nx\nb\n', null, 1],
    ['that adds at the top', 'a\nb\n', 'x\na\nb\n', null, 1],
    ['that adds at the end', 'a\nb\n', 'a\nb\nx\n', null, 2],
    ['that takes away', 'a\nb\nc\n', 'a\nc\n', 1, 2],
    ['that takes all but one away', 'a\nb\nc\n', 'c\n', 1, 3],
    ['of everything', 'a\n', 'x\ny\n', null, 1],
    ['among equal lines', 'a\na\na\n', 'a\na\na\na\n', null, 3],
  ])('%s makes the finished file', (_name, before, text, start_line, line) => {
    expect(suggested(before, text)).toMatchObject({ path, start_line, line });
    expect(applied(before, text)).toBe(text);
  });

  test('is none where nothing differs', () => expect(suggested('a\nb\n', 'a\nb\n')).toBeUndefined());

  test('can not be ended by what stands in the record', () => {
    const body = suggested('a\n', 'a: |\n  ```\n  ````\n')?.body ?? '';
    expect(body.split('\n')[0]).toBe('`````suggestion');
    expect(body.split('\n').at(-1)).toBe('`````');
  });
});

test('a file that can take no suggestion stands in the review with its text and where to open it', () => {
  const draft = { path, text: 'a: 1\n', replaces: false };
  const { body, comments } = draftReview(
    '<!-- m -->',
    [draft],
    new Map(),
    () => 'https://github.com/acme/agents/new/a',
  );
  expect(comments).toEqual([]);
  expect(body.startsWith('<!-- m -->\n')).toBe(true);
  expect(body).toContain('[open it on the branch](https://github.com/acme/agents/new/a)');
  expect(body).toContain('```yaml\na: 1\n```');
});
