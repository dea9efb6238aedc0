import { canonicalJson } from '../../core/canonical/json.ts';
import type { Decision } from '../../generated/types.ts';
import { utf8Length } from '../markdown/size.ts';

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
    if (utf8Length(text) <= MAX_BYTES) break;
  }
  return text;
}

function machineText(decision: Decision, count: number): string {
  const { verdict, enforcement, unsatisfiable, subject, next_actions, not_a_way, reasons } = decision;
  const binding = reasons.filter(({ effect }) => effect !== 'advise');
  const json = canonicalJson({
    version: 1,
    verdict,
    enforcement,
    unsatisfiable,
    head_sha: subject.head_sha,
    codes: [...new Set(binding.map(({ code }) => code))],
    reasons: binding.slice(0, count).map((reason) => ({
      code: reason.code,
      effect: reason.effect,
      message: reason.message,
      subject: reason.subject,
    })),
    next_actions: next_actions.slice(0, count),
    not_a_way: not_a_way.slice(0, count),
    complete: binding.length <= count && next_actions.length <= count && not_a_way.length <= count,
  });
  const safe = json.replaceAll(/[<`\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g, unicodeEscape);
  return `${BEGIN}\n\`\`\`json\n${safe}\n\`\`\`\n${END}`;
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
