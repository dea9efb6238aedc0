import type { Chain } from '../../core/command/chain/chain.ts';
import type { Told } from '../../core/command/saying.ts';
import type { AnswerEffect, EffectivePolicy, WaiverFact } from '../../generated/types.ts';
import { blocks, bullets } from '../markdown/block.ts';
import { code, commit } from '../markdown/code.ts';
import { text } from '../markdown/text.ts';
import { counted, shownTime } from '../words.ts';
import { personWords, whoWords } from './who.ts';

/** What an effect changes, as sentences: the same for what was done and for what a dry run would do. */
export function effectWords(effect: AnswerEffect, told: Told, chain: Chain, policy: EffectivePolicy): string {
  switch (effect.kind) {
    case 'block':
      return `The pull request is blocked: ${text(effect.reason)}. ${code('/unblock')} lifts it.`;
    case 'unblock':
      return `${counted(chain.blocks.length, 'block')} lifted: ${chain.blocks.slice(0, 5).map(blockWords).join('; ')}.`;
    case 'attest':
      return attestWords(effect.signal, effect.commit, told);
    case 'waive':
      return waiveWords(effect, told, policy);
    case 'agree': {
      const waiver = chain.waivers.find(({ id }) => id === effect.waiver);
      return `${waiverWords(effect.waiver, waiver)} is in force until ${shownTime(effect.until)}, then the finding counts again by itself.`;
    }
    case 'revoke':
      return `${waiverWords(
        effect.waiver,
        chain.waivers.find(({ id }) => id === effect.waiver),
      )} is over: the finding counts again.`;
    case 'resume':
      return `The hold on ${heldWords(chain)} is lifted.`;
    case 'resolve':
      return 'The incident is over, and its issue is closed.';
    case 'restart':
      return restartWords(chain, told);
    case 'bypass':
      return `${commit(effect.commit)} reached the default branch past the gate.`;
  }
}

function blockWords({ person, reason }: Chain['blocks'][number]): string {
  return `${personWords(person)}: ${text(reason, 200)}`;
}

function attestWords(signal: string, head: string, { means = [], until }: Told): string {
  const end = until === undefined ? '' : `, until ${shownTime(until)}`;
  const word = `Your word on ${code(signal)} counts for the patch at ${commit(head)}${end}.`;
  return means.length === 0
    ? word
    : blocks(`${word} It says that this was checked:`, bullets(means.map((one) => text(one))));
}

function waiveWords(
  { id, finding, until }: Extract<AnswerEffect, { readonly kind: 'waive' }>,
  { second }: Told,
  policy: EffectivePolicy,
): string {
  const who = second === undefined ? 'A second person' : `Someone else with ${whoWords(second, policy)}`;
  return `${waiverWords(id, undefined)} of ${code(finding)} until ${shownTime(until)} counts for nothing yet. ${who} gives the same command in a comment of their own; the earlier of both dates holds.`;
}

function waiverWords(id: string, waiver: WaiverFact | undefined): string {
  const what = waiver === undefined ? '' : ` of ${code(waiver.finding)} by ${personWords(waiver.owner)}`;
  return `Waiver ${code(id)}${what}`;
}

function heldWords({ holds }: Chain): string {
  const surfaces = [...new Set(holds.flatMap(({ surfaces: held }) => held ?? []))];
  const more = surfaces.length > 10 ? ', …' : '';
  return `${surfaces
    .slice(0, 10)
    .map((surface) => code(surface))
    .join(', ')}${more}`;
}

function restartWords({ holds }: Chain, { why }: Told): string {
  const gap = why === undefined ? '' : ` (${text(why)})`;
  const hold = holds.length === 0 ? '' : ' The hold is still in force: give the command again to lift it.';
  return `The chain of answers was broken${gap} and starts anew here. What can still be read counts; what is gone doesn't: ${code('/status')} lists what is left.${hold}`;
}
