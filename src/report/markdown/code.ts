import { cleanLine, cleanLines, clip } from './clean.ts';

/** Untrusted text as inline code, in a fence longer than its longest run of backticks. Empty text is shown as such. */
export function code(untrusted: string, limit?: number): string {
  const content = cleanLine(untrusted, limit);
  if (content === '') return '` `';
  if (!content.includes('`')) return `\`${content}\``;
  const fence = '`'.repeat(longestRun(content) + 1);
  // A space at both ends is taken away by the renderer; a backtick next to the fence would lengthen it.
  const pad = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${content}${pad}${fence}`;
}

/** A commit's first seven digits as inline code. */
export function commit(sha: string): string {
  return code(sha.slice(0, 7));
}

/** Languages that we name; the name is ours, never from data. */
export type FenceLanguage = 'text' | 'json' | 'yaml' | 'suggestion';

/** Untrusted text as a block of code. Stands on lines of its own. */
export function fence(untrusted: string, language: FenceLanguage, limit = 40_000): string {
  const content = withoutLastBreaks(clip(cleanLines(untrusted), limit));
  const marks = '`'.repeat(Math.max(3, longestRun(content) + 1));
  return `${marks}${language}\n${content}\n${marks}`;
}

function withoutLastBreaks(content: string): string {
  let end = content.length;
  while (content[end - 1] === '\n') end -= 1;
  return content.slice(0, end);
}

function longestRun(content: string): number {
  if (!content.includes('`')) return 0;
  return Math.max(0, ...(content.match(/`+/g) ?? []).map(({ length }) => length));
}
