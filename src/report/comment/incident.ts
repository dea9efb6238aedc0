import type { BypassEffect } from '../../generated/types.ts';
import { blocks, link, numbered } from '../markdown/block.ts';
import { cleanLine } from '../markdown/clean.ts';
import { code, commit } from '../markdown/code.ts';
import { text } from '../markdown/text.ts';
import { joined } from '../words.ts';

/** Label of incident issues: by it they are found, and by it people find them. */
export const INCIDENT_LABEL = 'rollout-gate-incident';

/** Beginning of the hidden first line of every incident issue. */
export const INCIDENT_MARKER = '<!-- rollout-gate:incident ';

/** Hidden first line of the issue of a bypass; each commit has one. */
export function incidentMarker({ commit: sha }: Pick<BypassEffect, 'commit'>): string {
  return `${INCIDENT_MARKER}bypass ${sha} -->`;
}

/** Plain text. */
export function incidentTitle({ commit: sha, surfaces }: BypassEffect): string {
  const what = surfaces.length === 0 ? 'a record' : surfaces.join(', ');
  return cleanLine(`Past the gate: ${what} changed in ${sha.slice(0, 7)}`, 200);
}

export interface IncidentPlace {
  /** Page of the repository. */
  readonly url: string;
  readonly branch: string;
  readonly before: string;
  /** When it came, UTC. */
  readonly at: string;
}

/** What happened, and the four steps out of it. */
export function incidentBody(effect: BypassEffect, { url, branch, before, at }: IncidentPlace): string {
  const { surfaces, commit: sha } = effect;
  const changed = surfaces.length === 0 ? 'a record' : joined(surfaces.map((name) => code(name)));
  const diff = link('the difference', `${url}/compare/${before}...${sha}`);
  return blocks(
    incidentMarker(effect),
    `**A change of ${changed} reached ${code(branch)} past the gate**, at ${text(at)}, in ${link(sha.slice(0, 7), `${url}/commit/${sha}`)}: ${how(effect, url)}. ${verdictWords(effect)}`,
    surfaces.length === 0
      ? 'Nothing is on hold: no surface was changed.'
      : `On hold until somebody lifts it here: ${changed}. Pull requests that touch them say so.`,
    numbered([
      `Look at ${diff}: is it what was meant, and by whom?`,
      'Keep it or take it back, in both cases with a pull request that the gate judges.',
      `Lift the hold: ${code('/resume because …')} in a comment here.`,
      `Close the incident: ${code('/resolve because …')}.`,
    ]),
  );
}

/** The words above the record of the bypass in the incident's chain. */
export function bypassWords({ commit: sha, by }: BypassEffect): string {
  return `Recorded: ${by === 'merge' ? 'a merge' : 'a push'} past the gate, commit ${commit(sha)}.`;
}

/** Hidden first line of the comment on the merged pull request. */
export function mentionMarker({ commit: sha }: BypassEffect): string {
  return `<!-- rollout-gate:bypass ${sha} -->`;
}

export function mentionBody(effect: BypassEffect, issue: { readonly number: number }): string {
  return blocks(mentionMarker(effect), `This was merged past the gate. ${verdictWords(effect)} See #${issue.number}.`);
}

function how({ pull_request, person }: BypassEffect, url: string): string {
  const who = person === null ? 'somebody whose account is not known' : text(person.login);
  return pull_request === null
    ? `pushed by ${who} without a pull request that was judged`
    : `${link(`pull request ${pull_request}`, `${url}/pull/${pull_request}`)}, merged by ${who}`;
}

function verdictWords({ verdict }: BypassEffect): string {
  switch (verdict) {
    case 'wait':
      return 'The gate was still waiting.';
    case 'block':
      return 'The gate had blocked it.';
    default:
      return 'The gate had not judged it.';
  }
}
