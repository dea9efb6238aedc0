import { expect, it } from 'vitest';
import { COMMENT_MARKER, isStickyComment, stickyComment } from '../../../src/report/comment/sticky-comment.ts';
import { text } from '../../../src/report/markdown/text.ts';
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
  const links = ['https://a.example/x', 'https://b.example/x', null].map((url) => () => url);
  const worded = [samples.block, samples.wait, samples.block].flatMap((decision) =>
    links.map((draftLink) => stickyComment(decision, { checkUrl: null, draftLink })),
  );
  const [ofBlock, ofWait] = [samples.block, samples.wait].map((decision) =>
    stickyComment(decision, { checkUrl: null, draftLink: null }),
  );
  const first = text(samples.block.next_actions[0]?.how ?? '');
  expect([ofBlock?.includes(first), ofWait?.includes(first)]).toEqual([true, false]);
  const [atA, atB, nowhere] = worded;
  expect(atA).toContain('](https://a.example/x)');
  expect(atB).toContain('](https://b.example/x)');
  expect(nowhere).not.toContain('](https://');
  expect(worded.slice(6)).toEqual(worded.slice(0, 3));
});
