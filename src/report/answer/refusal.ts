import type { Saying } from '../../core/command/saying.ts';
import type { EffectivePolicy } from '../../generated/types.ts';
import { blocks } from '../markdown/block.ts';
import { code, fence } from '../markdown/code.ts';
import { text } from '../markdown/text.ts';
import { shownTime } from '../words.ts';
import { type CodeTexts, textOf } from './texts.ts';
import { hasWords, whoWords } from './who.ts';

/** Why a command was not done, who may give it, and what comes next. */
export function refusalWords(line: string, saying: Saying, policy: EffectivePolicy, codes: CodeTexts): string {
  const { code: why, told } = saying;
  const opening = `${code(line, 200)} was not done: **${code(why)}**.`;
  const sentences = [opening, ...whatWords(saying, policy, codes), 'Nothing was changed.'];
  return blocks(sentences.join(' '), told.usage === undefined ? null : fence(told.usage, 'text'));
}

function whatWords({ code: why, told }: Saying, policy: EffectivePolicy, codes: CodeTexts): readonly string[] {
  const { means = '', next = '' } = textOf(codes.answers, why) ?? {};
  const { takes, has, unreadable = [], issues = [], latest } = told;
  if (takes !== undefined) {
    const unread = unreadable.map((role) => `Who holds ${text(role)} can't be read.`);
    return [`It takes ${whoWords(takes, policy)}; you have ${hasWords(has ?? null)}.`, ...unread];
  }
  return [
    means,
    ...(told.why === undefined ? [] : [`${sentence(text(told.why))}.`]),
    ...(latest === undefined ? [] : [`The latest is ${shownTime(latest)}.`]),
    ...(issues.length === 0 ? [] : [`It belongs on ${issues.slice(0, 10).map(issueWords).join(', ')}.`]),
    // Where the answer names no page, there is none to go to.
    ...(why === 'command_elsewhere' && issues.length === 0 ? [] : [next]),
  ];
}

/** Not a live reference: each would show up in that issue's timeline. */
function issueWords(issue: number): string {
  return code(`#${issue}`);
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
