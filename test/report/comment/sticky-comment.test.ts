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
