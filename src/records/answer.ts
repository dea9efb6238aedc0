import { canonicalJson } from '../core/canonical/json.ts';
import type { AnswerEntry } from '../generated/types.ts';
import { validateAnswer } from '../generated/validators/answer.js';
import { readJson } from './eval/json.ts';

/** What the machine part of an answer comment starts with. */
export const ANSWER_MARKER = '<!-- rollout-gate:answer ';
const END = ' -->';

/** A comment holds 65,536 characters; an entry is far smaller unless somebody made it. */
const BOUNDS = { bytes: 60_000, values: 2_000 };

/** An answer comment: the words for people, then the machine part, hidden, on a line of its own. */
export function answerComment(words: string, entry: AnswerEntry): string {
  return `${words}\n\n${ANSWER_MARKER}${machineText(entry)}${END}`;
}

/** Whether a comment says that it holds an answer; only its last line can be one. */
export function isAnswerComment(body: string): boolean {
  return lastLine(body).startsWith(ANSWER_MARKER);
}

/** The entry in an answer comment; null = there is none that can be read, word for word as it would be written. */
export function readAnswerComment(body: string): AnswerEntry | null {
  const line = lastLine(body);
  if (!line.startsWith(ANSWER_MARKER) || !line.endsWith(END)) return null;
  const text = line.slice(ANSWER_MARKER.length, -END.length);
  const { value, problem } = readJson(text, 'answer', BOUNDS);
  if (problem !== null || !validateAnswer(value)) return null;
  return machineText(value) === text ? value : null;
}

function lastLine(body: string): string {
  const trimmed = body.trimEnd();
  return trimmed.slice(trimmed.lastIndexOf('\n') + 1);
}

/** No `<` or `>` stands in it, so that nothing can end the HTML comment, and no character that nobody sees. */
function machineText(entry: AnswerEntry): string {
  return canonicalJson(entry).replaceAll(/[<>]|[\u007f-\uffff]/g, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
