import { canonicalName } from '../change/surfaces/names.ts';
import type { Command } from './command.ts';
import { isoSeconds } from './date.ts';
import { done, refused, type Saying } from './saying.ts';
import type { Situation } from './situation.ts';
import type { Standing } from './standing.ts';
import { waive } from './waiver.ts';

/** What a command of somebody who may give it does. */
export function effectOf(command: Command, standing: Standing, situation: Situation): Saying {
  const { chain } = situation;
  // A stop and a question need nothing to build on; a restart is what mends it.
  const builds = ['unblock', 'attest', 'waive', 'revoke', 'resolve'].includes(command.verb);
  if (chain.fault !== null && builds) return refused('answers_broken', { why: chain.fault });
  switch (command.verb) {
    case 'recheck':
    case 'explain':
    case 'status':
    case 'help':
      return done(null);
    case 'block':
      return block(command.reason, standing, situation);
    case 'unblock':
      return chain.blocks.length === 0 ? refused('nothing_to_lift') : done({ kind: 'unblock' });
    case 'attest':
      return attest(command.signal, standing, situation);
    case 'waive': {
      const { decision, head, facts } = situation;
      if (decision === null || head === null) return refused('not_evaluated');
      return waive(command, standing, { ...situation, decision, head, roles: facts.roles });
    }
    case 'revoke': {
      const { waiver } = command;
      const isInForce = chain.waivers.some(
        ({ id, expires_at }) => id === waiver && Date.parse(expires_at) > Date.parse(situation.now),
      );
      return isInForce ? done({ kind: 'revoke', waiver }) : refused('waiver_unknown');
    }
    case 'resume':
      return resume(command.reason, situation);
    case 'resolve':
      return resolve(command.reason, situation);
  }
}

function block(reason: string, { person }: Standing, { chain }: Situation): Saying {
  const isSaid = chain.blocks.some((said) => said.person.id === person.id && said.reason === reason);
  return isSaid ? done(null, {}, 'already_so') : done({ kind: 'block', reason });
}

function attest(name: string, { person }: Standing, { chain, policy, head, now }: Situation): Saying {
  const signal = canonicalName(name, policy.signals);
  const defined = policy.signals[signal];
  if (head === null || defined?.source.kind !== 'attested_by') return refused('signal_not_attestable');
  const { means, source } = defined;
  const limit = source.valid_for_seconds;
  const isSaid = chain.attestations.some(
    (word) => word.signal === signal && word.person.id === person.id && word.commit === head,
  );
  // A word that runs out may be given anew before it does.
  if (isSaid && limit === null) return done(null, { means }, 'already_so');
  const until = limit === null ? {} : { until: isoSeconds(Date.parse(now) + limit * 1000) };
  return done({ kind: 'attest', signal, commit: head }, { means, ...until });
}

/** Mends a broken chain before it lifts anything: what would be lifted is only known once the chain is whole. */
function resume(reason: string, { chain, incidents }: Situation): Saying {
  if (chain.fault !== null) return done({ kind: 'restart', reason, kept: chain.kept }, { why: chain.fault });
  if (chain.holds.length > 0) return done({ kind: 'resume', reason });
  const issues = incidents.filter((issue) => issue !== chain.thread);
  return issues.length > 0 ? refused('command_elsewhere', { issues }) : refused('nothing_to_lift');
}

/** An open issue is closed whatever is left of its record; one that somebody opened again too. */
function resolve(reason: string, { chain, is_open }: Situation): Saying {
  if (chain.holds.length > 0) return refused('hold_in_force');
  return chain.incident || is_open ? done({ kind: 'resolve', reason }) : refused('nothing_to_lift');
}
