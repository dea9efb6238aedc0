/**
 * A text as a workflow's log may show it. The Actions runner obeys a line that begins with `::`, blanks before it or not,
 * and `##[` anywhere in a line (github-facts T27); both are shown so that a person reads the same and the runner nothing.
 */
export function inert(text: string): string {
  return text
    .split(/(\r\n|[\n\r])/)
    .map((line) => (line.trimStart().startsWith('::') ? `| ${line}` : line).replaceAll('##[', '# #['))
    .join('');
}
