import type { Saying } from '../../core/command/saying.ts';
import type { Given, Situation } from '../../core/command/situation.ts';
import { blocks } from '../markdown/block.ts';
import { code } from '../markdown/code.ts';
import { effectWords } from './effect-words.ts';
import { explainWords } from './explain.ts';
import { helpWords } from './help.ts';
import { refusalWords } from './refusal.ts';
import { statusWords } from './status.ts';
import { type CodeTexts, textOf } from './texts.ts';
import { personWords } from './who.ts';

/** The words of an answer, as Markdown: what was done or why not, who may, and what comes next. Nobody is mentioned live. */
export function answerWords(given: Given, saying: Saying, situation: Situation, codes: CodeTexts): string {
  const { found, person } = given;
  const { line } = found.kind === 'command' ? found.command : found.malformed;
  const words = isDone(saying)
    ? doneWords(given, saying, situation, codes)
    : refusalWords(line, saying, situation.policy, codes);
  return `${personWords(person)}: ${words}`;
}

function isDone({ outcome }: Saying): boolean {
  return outcome === 'done' || outcome === 'dry_run';
}

function doneWords(given: Given, saying: Saying, situation: Situation, codes: CodeTexts): string {
  const { found } = given;
  const line = found.kind === 'command' ? found.command.line : found.malformed.line;
  const verb = found.kind === 'command' ? found.command.verb : null;
  const opening = code(line, 200);
  switch (verb) {
    case 'help':
      return blocks(opening, helpWords(given, situation));
    case 'status':
      return blocks(opening, statusWords(situation));
    case 'explain': {
      const wanted = found.kind === 'command' && found.command.verb === 'explain' ? found.command.code : null;
      return blocks(opening, explainWords(situation.decision, wanted, codes));
    }
    default:
      return `${opening}${changeWords(saying, situation, codes)}`;
  }
}

function changeWords(saying: Saying, { chain, policy }: Situation, codes: CodeTexts): string {
  const { outcome, code: why, effect, told } = saying;
  const change = effect ?? told.would ?? null;
  const what =
    change === null
      ? why === 'already_so'
        ? `${textOf(codes.answers, why)?.means ?? ''} Nothing was changed.`
        : 'The pull request is judged again.'
      : effectWords(change, told, chain, policy);
  return outcome === 'dry_run' ? ` would do this (dry run, nothing was changed): ${what}` : `: ${what}`;
}
