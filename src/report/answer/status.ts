import type { Situation } from '../../core/command/situation.ts';
import { mayAgree, mayWaive } from '../../core/command/second.ts';
import { waiverEnd, waiverEndText } from '../../core/gate/waiver-end.ts';
import type { WaiverFact } from '../../generated/types.ts';
import { gateTitle } from '../check/verdict.ts';
import { blocks, bullets, table } from '../markdown/block.ts';
import { code, commit } from '../markdown/code.ts';
import { text } from '../markdown/text.ts';
import { shownTime } from '../words.ts';
import { personWords } from './who.ts';

/** Rows of each list that are shown. */
const MAX_ROWS = 20;

/** What was said by command and still counts, and where the gate stands. */
export function statusWords(situation: Situation): string {
  const { chain, decision } = situation;
  const { fault, last, blocks: said, waivers, attestations, holds } = chain;
  return blocks(
    decision !== null && `**${text(gateTitle(decision))}** · head ${commit(decision.subject.head_sha)}`,
    fault !== null && `**The chain of answers is broken**: ${text(fault)}.`,
    list(
      'Blocked',
      said.map(({ person, at, reason }) => `${personWords(person)}, ${shownTime(at)}: ${text(reason)}`),
    ),
    waiverTable(waivers, situation),
    list(
      'Attested',
      attestations.map(
        ({ signal, person, at, commit: head }) =>
          `${code(signal)} by ${personWords(person)}, ${shownTime(at)}, for ${commit(head)}`,
      ),
    ),
    list(
      'On hold',
      holds.map(
        ({ surfaces, commit: sha, at }) =>
          `${(surfaces ?? [])
            .slice(0, MAX_ROWS)
            .map((surface) => code(surface))
            .join(', ')} since ${shownTime(at)} (${commit(sha)})`,
      ),
    ),
    said.length + waivers.length + attestations.length + holds.length === 0 &&
      'Nothing was said by command that still counts.',
    last === null ? 'There is no answer here yet.' : `Answers so far: ${last.number}.`,
  );
}

function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  const rest = items.length - MAX_ROWS;
  return blocks(`**${title}**`, bullets(items.slice(0, MAX_ROWS)), rest > 0 && `… and ${rest} more.`);
}

function waiverTable(waivers: readonly WaiverFact[], situation: Situation): string {
  if (waivers.length === 0) return '';
  // The newest are those that may still count.
  const rows = waivers
    .slice(-MAX_ROWS)
    .map((waiver) => [
      code(waiver.id),
      code(waiver.finding),
      shownTime(waiverEndText(waiver, situation.policy)),
      personWords(waiver.owner),
      waiver.second_approver === null ? '–' : personWords(waiver.second_approver),
      stateOf(waiver, situation),
      text(waiver.reason, 200),
    ]);
  return table(['waiver', 'finding', 'until', 'by', 'second', 'state', 'because'], rows);
}

function stateOf(waiver: WaiverFact, { facts: { roles }, policy, now }: Situation): string {
  const { owner, second_approver } = waiver;
  if (!(waiverEnd(waiver, policy) > Date.parse(now))) return 'run out';
  if (!mayWaive(owner, roles, policy)) return 'given by who may not any more';
  if (second_approver === null) return 'waits for a second person';
  return mayAgree(second_approver, roles, policy) ? 'in force' : 'agreed to by who may not any more';
}
