import type { Decision, NextAction, NotAWay, Reason } from '../../generated/types.ts';
import { fits } from '../markdown/size.ts';

const BEGIN = '<!-- rollout-gate:next_actions -->';
const END = '<!-- /rollout-gate:next_actions -->';

/** Steps that are written: as many of these as stay below the limit. A program needs the next steps, not a page of them. */
const COUNTS = [40, 12, 4, 1, 0] as const;
const MAX_BYTES = 16_000;

/**
 * What a program needs to go on, as JSON in a fence between two fixed lines. `<` and backticks are written as escapes, so that no
 * text from a file can close the fence or look like a marker.
 */
export function machinePart(decision: Decision): string {
  let text = '';
  for (const count of COUNTS) {
    text = machineText(decision, count);
    if (fits(text, MAX_BYTES)) break;
  }
  return text;
}

/** The members stand in alphabetical order, so that the text is canonical JSON and nothing has to be sorted. */
function machineText(decision: Decision, count: number): string {
  const { verdict, enforcement, unsatisfiable, subject, next_actions, not_a_way, reasons } = decision;
  const binding = reasons.filter(({ effect }) => effect !== 'advise');
  const json = JSON.stringify({
    codes: [...new Set(binding.map(({ code }) => code))],
    complete: binding.length <= count && next_actions.length <= count && not_a_way.length <= count,
    enforcement,
    head_sha: subject.head_sha,
    next_actions: next_actions.slice(0, count).map(actionPart),
    not_a_way: not_a_way.slice(0, count).map(notAWayPart),
    reasons: binding.slice(0, count).map(reasonPart),
    unsatisfiable,
    verdict,
    version: 1,
  });
  return `${BEGIN}\n\`\`\`json\n${json.replaceAll(UNSAFE, unicodeEscape)}\n\`\`\`\n${END}`;
}

/** What is absent is undefined here, and left out of the text. */
function actionPart({ by, code, file, how, line, role }: NextAction): object {
  return { by, code, file, how, line, role };
}

function notAWayPart({ code, why }: NotAWay): object {
  return { code, why };
}

function reasonPart({ code, effect, message, subject }: Reason): object {
  return { code, effect, message, subject };
}

/** What could close the fence, look like a marker, or is not seen. */
const UNSAFE = /[<`\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
