import { expect, it } from 'vitest';
import { COMMENT_MARKER, isStickyComment, stickyComment } from '../../../src/report/comment/sticky-comment.ts';
import * as samples from '../samples.ts';

it('the sticky comment is found by its first line, and not by a quote of it', () => {
  const comment = stickyComment(samples.wait, { checkUrl: null, draftLink: null }) ?? '';
  expect(isStickyComment(comment)).toBe(true);
  expect(isStickyComment(`> ${COMMENT_MARKER}`)).toBe(false);
});

it('there is no comment where nothing is governed', () => {
  expect(stickyComment(samples.ungoverned, { checkUrl: null, draftLink: null })).toBeNull();
});

it('the way to green is that of the decision and of the links, whatever was worded before', () => {
  const worded = [samples.block, samples.wait, samples.block].flatMap((decision) =>
    ['https://a.example/x', 'https://b.example/x', null].map((url) =>
      stickyComment(decision, { checkUrl: null, draftLink: () => url }),
    ),
  );
  const [atA, atB, nowhere, waiting] = worded;
  expect(atA).toContain('](https://a.example/x)');
  expect(atB).toContain('](https://b.example/x)');
  expect(nowhere).not.toContain('](https://');
  expect(waiting).not.toContain(samples.block.next_actions[0]?.how);
  expect(worded.slice(6)).toEqual(worded.slice(0, 3));
});
