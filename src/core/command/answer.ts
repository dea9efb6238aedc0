import type { EffectivePolicy } from '../../generated/types.ts';
import { permissionUnread } from '../change/reviews/people.ts';
import { canonicalName } from '../change/surfaces/names.ts';
import { type About, authorityOf, isStranger } from './authority.ts';
import type { Command, CommandFound, Malformed } from './command.ts';
import { effectOf } from './effect.ts';
import { refused, type Saying } from './saying.ts';
import type { Given, Situation } from './situation.ts';
import { type Standing, standingOf } from './standing.ts';
import { verbs } from './verb.ts';
import { openWaivers } from './waiver.ts';

/** What is answered; null = nothing at all, as to a stranger (github-facts T18). */
export function sayingOf(given: Given, situation: Situation): Saying | null {
  const { policy, facts, chain } = situation;
  const standing = standingOf(given.person, { ...facts, blocks: chain.blocks }, policy);
  if (isStranger(standing, policy)) return null;
  if (given.found.kind === 'malformed') return malformed(given.found.malformed);
  const { command } = given.found;
  return (
    misplaced(command, situation) ??
    late(command, given, situation) ??
    unauthorised(command, standing, situation) ??
    dry(command, effectOf(command, standing, situation))
  );
}

/**
 * Whether what is said, or that nothing is, hangs on a permission that could not be read: then it is looked at again
 * rather than answered, or a stop would be lost for good.
 */
export function hangsOnPermission(saying: Saying | null, { found, person }: Given, { facts }: Situation): boolean {
  if (person.type !== 'User' || !permissionUnread(person.id, facts.roles.permissions)) return false;
  if (saying === null || saying.told.takes !== undefined) return true;
  // Whether it is a waiver of one's own or a second word depends on what one may.
  return found.kind === 'command' && found.command.verb === 'waive';
}

function malformed({ usage, why }: Malformed): Saying {
  return usage === null
    ? { outcome: 'malformed', code: 'command_not_yet', effect: null, told: {} }
    : { outcome: 'malformed', code: 'command_malformed', effect: null, told: { why, usage } };
}

function misplaced({ verb }: Command, { place, incidents, is_open }: Situation): Saying | null {
  if (place === 'elsewhere' || !verbs[verb].on.includes(place))
    return refused('command_elsewhere', { issues: verbs[verb].on.includes('incident') ? incidents : [] });
  if (place !== 'pull_request' || is_open || changesNothing.has(verb)) return null;
  // Whoever merged past the gate looks for the hold where it was merged.
  const isForIncident = verbs[verb].on.includes('incident') && incidents.length > 0;
  return isForIncident ? refused('command_elsewhere', { issues: incidents }) : refused('pull_request_closed');
}

/** A command is answered this long after it was given: later it may be meant no more (github-facts 5.4). */
const timeToLive = 15 * 60_000;

/** Commands that speak of a patch: one that came after them was not seen. */
const speakOfPatch: ReadonlySet<string> = new Set(['attest', 'waive']);

/** Whether it matters to a command since when the head is the head. */
export function speaksOfPatch(found: CommandFound): boolean {
  return found.kind === 'command' && speakOfPatch.has(found.command.verb);
}

function late({ verb }: Command, { at }: Given, { now, head_since }: Situation): Saying | null {
  // A stop that comes late is still a stop.
  const expires = verb !== 'block';
  // Compared so that a time that can't be read is late.
  if (expires && !(Date.parse(now) - Date.parse(at) <= timeToLive))
    return { outcome: 'expired', code: 'command_expired', effect: null, told: {} };
  // GitHub tells whole seconds: of a push in the same one nobody knows which came first. A time not known is as late.
  const moved = !(Date.parse(head_since ?? '') < Date.parse(at));
  return moved && speakOfPatch.has(verb) ? refused('head_moved') : null;
}

function unauthorised(command: Command, standing: Standing, situation: Situation): Saying | null {
  const { policy } = situation;
  const about = aboutOf(command, standing, situation);
  if (command.verb === 'attest' && about.attester === null) return refused('signal_not_attestable');
  const authority = authorityOf(command.verb, standing, policy, about);
  if (authority.kind !== 'refused') return null;
  const { takes, unreadable } = authority;
  return refused(unreadable.length > 0 ? 'not_evaluated' : 'role_missing', {
    takes,
    has: standing.permission,
    unreadable,
  });
}

function aboutOf(command: Command, { person }: Standing, situation: Situation): About {
  const { chain, policy } = situation;
  const others = openWaivers(situation).filter(({ owner }) => owner.id !== person.id);
  return {
    attester: command.verb === 'attest' ? attesterOf(command.signal, policy) : null,
    is_second: command.verb === 'waive' && others.some(({ finding }) => finding === command.finding),
    is_own_waiver:
      command.verb === 'revoke' &&
      chain.waivers.some(({ id, owner }) => id === command.waiver && owner.id === person.id),
  };
}

function attesterOf(name: string, { signals }: EffectivePolicy): string | null {
  const canonical = canonicalName(name, signals);
  const source = Object.hasOwn(signals, canonical) ? signals[canonical]?.source : undefined;
  return source?.kind === 'attested_by' ? source.role : null;
}

/** Questions: with and without --dry-run they are answered alike. */
const changesNothing: ReadonlySet<string> = new Set(['status', 'help', 'explain']);

/** What a dry run says: what would have changed, and nothing changes. */
function dry({ dry_run, verb }: Command, saying: Saying): Saying {
  if (!dry_run || saying.outcome !== 'done' || changesNothing.has(verb)) return saying;
  const { effect, code, told } = saying;
  return { outcome: 'dry_run', code, effect: null, told: effect === null ? told : { ...told, would: effect } };
}
