import { askOf } from './ask.ts';
import type { CommandFound } from './command.ts';
import { laterVerbs, verbAt, verbs, type Verb } from './verb.ts';

const none: CommandFound = { kind: 'none' };

/** Characters that a command's line may have; the entry of the answer chain holds it. */
const longestLine = 1000;

/**
 * The command of a comment (github-facts T17): its whole first line, from column 0, starting with `/` and a known verb.
 * One command per comment. Anything else is no command: quotes, code, HTML comments, indented lines and whatever Markdown
 * renders as something else than a paragraph.
 */
export function commandIn(body: string): CommandFound {
  const lines = linesOf(body);
  const first = lines[0] ?? '';
  const verb = verbAt(first);
  if (verb === null || isHeading(lines)) return none;
  const line = first.slice(0, longestLine);
  const malformed = (why: string, usage: string | null = usageOf(verb, first)): CommandFound => ({
    kind: 'malformed',
    malformed: { verb, line, usage, why },
  });
  if (lines.some((other, index) => index > 0 && verbAt(other) !== null))
    return malformed('a comment holds one command, and another line of it starts with one too');
  if (laterVerbs.some((later) => later === verb)) return malformed(`/${verb} isn't built yet`, null);
  if (first.length > longestLine) return malformed(`a command has at most ${longestLine} characters`);
  const found = askOf(verb as Verb, words(first.slice(verb.length + 1)));
  if (typeof found === 'string') return malformed(found);
  return { kind: 'command', command: { ...found.ask, dry_run: found.dry_run, line } };
}

/** Lines as Markdown ends them, without the blanks at their ends. */
function linesOf(body: string): readonly string[] {
  return body.split(/\r\n|\n|\r/).map(withoutLastBlanks);
}

/** Only spaces and tabs: a blank of another kind is a character like any other, and nobody sees it. */
function withoutLastBlanks(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ' || line[end - 1] === '\t') end -= 1;
  return line.slice(0, end);
}

/** Whether a line under the first may make a heading or a table of it and what follows, so that no paragraph starts with it. */
function isHeading(lines: readonly string[]): boolean {
  const end = lines.indexOf('');
  return lines.slice(1, end === -1 ? undefined : end).some((line) => /^[-=:| \t]*$/.test(line));
}

function words(rest: string): readonly string[] {
  return rest.split(' ').filter((word) => word !== '');
}

function usageOf(verb: string, line: string): string {
  const isRevoke = verb === 'waive' && words(line)[1] === 'revoke';
  return verbs[isRevoke ? 'revoke' : (verb as Verb)]?.form ?? `/${verb}`;
}
