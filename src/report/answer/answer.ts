import type { Saying } from '../../core/command/saying.ts';
import type { Given, Situation } from '../../core/command/situation.ts';
import { code } from '../markdown/code.ts';

/** The words of an answer, as Markdown: what was done or why not, who may, and what comes next. Nobody is mentioned live. */
export function answerWords(given: Given, saying: Saying, _situation: Situation): string {
  const { found } = given;
  const { line } = found.kind === 'command' ? found.command : found.malformed;
  return `${code(line, 200)}: **\`${saying.code}\`**`;
}
