import type { DraftFile } from '../../generated/types.ts';
import type { DraftLink } from '../check/way.ts';
import { blocks, bullets, details, isOurUrl, link } from '../markdown/block.ts';
import { code, fence } from '../markdown/code.ts';

/** A comment of a review at lines of a file that the pull request adds. */
export interface LineComment {
  readonly path: string;
  /** First line that the suggestion replaces, when it isn't the last. */
  readonly start_line: number | null;
  readonly line: number;
  readonly body: string;
}

export interface DraftReview {
  readonly body: string;
  readonly comments: readonly LineComment[];
}

/** The drafted records as suggestions where their files can take one, else where they can be opened, with their text. */
export function draftReview(
  marker: string,
  drafts: readonly DraftFile[],
  texts: ReadonlyMap<string, string>,
  draftLink: DraftLink | null,
): DraftReview {
  const comments = drafts.flatMap((draft) => {
    const text = texts.get(draft.path);
    return text === undefined ? [] : (suggestionOf(draft, text) ?? []);
  });
  const others = drafts.filter(({ path }) => !comments.some((comment) => comment.path === path));
  return {
    comments,
    body: blocks(
      marker,
      comments.length > 0 && 'The finished record, as suggestions that can be committed one by one or together.',
      bullets(others.map((draft) => openWords(draft, draftLink))),
      ...others.map(({ path, text }) => details('The finished file', blocks(code(path), fence(text, 'yaml')))),
    ),
  };
}

function openWords(draft: DraftFile, draftLink: DraftLink | null): string {
  const url = draftLink?.(draft) ?? null;
  const where = url === null || !isOurUrl(url) ? 'as it stands below' : link('open it on the branch', url);
  return `The finished ${code(draft.path)}: ${where}.`;
}

/** One suggestion for all lines between the first and the last that differ; null = none can be made. */
function suggestionOf({ path, text }: DraftFile, before: string): LineComment | null {
  const [old, new_] = [linesOf(before), linesOf(text)];
  const most = Math.min(old.length, new_.length);
  let head = 0;
  while (head < most && old[head] === new_[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === new_[new_.length - 1 - tail]) tail += 1;
  if (head === old.length && head === new_.length) return null;
  // A suggestion replaces at least one line by at least one: the line before goes along, at the top the one after.
  const isBare = head + tail === old.length || head + tail === new_.length;
  if (isBare && head > 0) head -= 1;
  else if (isBare) tail -= 1;
  const first = head + 1;
  const last = old.length - tail;
  if (last < first) return null;
  const body = fence(new_.slice(head, new_.length - tail).join('\n'), 'suggestion');
  return { path, start_line: first === last ? null : first, line: last, body };
}

/** The last line break ends a line and begins none. */
function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n');
}
