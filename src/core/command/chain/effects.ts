import type {
  AnswerEntry,
  BlockFact,
  HoldFact,
  HumanAttestationFact,
  Person,
  WaiverFact,
} from '../../../generated/types.ts';

/** What entries changed, all together. */
export interface Effects {
  readonly blocks: readonly BlockFact[];
  readonly attestations: readonly HumanAttestationFact[];
  /** Waivers that nobody revoked, those that ran out too. */
  readonly waivers: readonly WaiverFact[];
  readonly holds: readonly HoldFact[];
  /** Whether a bypass was found that no /resolve closed. */
  readonly incident: boolean;
  /** Whether a bypass was recorded, or the chain started anew: an incident without either has lost its record. */
  readonly recorded: boolean;
  /** Ids of the comments whose /resolve was done. */
  readonly resolved: readonly number[];
}

const nothing: Effects = {
  blocks: [],
  attestations: [],
  waivers: [],
  holds: [],
  incident: false,
  recorded: false,
  resolved: [],
};

/** Applies the effects of entries in their order. */
export function effectsOf(entries: readonly AnswerEntry[]): Effects {
  return entries.reduce(applied, nothing);
}

function applied(before: Effects, entry: AnswerEntry): Effects {
  const { effect, command, outcome, at, number, thread } = entry;
  if (effect === null || (outcome !== 'done' && outcome !== 'found')) return before;
  if (effect.kind === 'bypass') {
    const hold = { issue: thread, surfaces: effect.surfaces, commit: effect.commit, by: effect.by, at };
    // A record that was changed holds nothing.
    const holds = effect.surfaces.length === 0 ? before.holds : [...before.holds, hold];
    return { ...before, holds, incident: true, recorded: true };
  }
  // Everything else is somebody's word.
  if (command === null) return before;
  const { person, comment_id } = command;
  switch (effect.kind) {
    case 'block':
      return { ...before, blocks: [...before.blocks, { entry: number, person, reason: effect.reason, at }] };
    case 'unblock':
      return { ...before, blocks: [] };
    case 'attest': {
      const word = { signal: effect.signal, person, commit: effect.commit, at, comment_id };
      return { ...before, attestations: [...before.attestations, word] };
    }
    case 'waive': {
      const { id, finding, reason, until, commit } = effect;
      // Ids are unique in a whole chain; after a restart the older waiver keeps its id, so that nobody agrees to another one.
      if (before.waivers.some((waiver) => waiver.id === id)) return before;
      const waiver = { id, finding, owner: person, second_approver: null, reason, at, expires_at: until, commit };
      return { ...before, waivers: [...before.waivers, waiver] };
    }
    case 'agree':
      return {
        ...before,
        waivers: before.waivers.map((waiver) =>
          waiver.id === effect.waiver ? agreed(waiver, person, effect.until) : waiver,
        ),
      };
    case 'revoke':
      return { ...before, waivers: before.waivers.filter(({ id }) => id !== effect.waiver) };
    case 'resume':
      return { ...before, holds: [] };
    case 'resolve':
      return { ...before, incident: false, resolved: [...before.resolved, comment_id] };
    case 'restart':
      return { ...before, recorded: true };
  }
}

/** The earlier of both times holds. Nobody agrees with themselves, and the first who agreed stays. */
function agreed(waiver: WaiverFact, person: Person, until: string): WaiverFact {
  if (waiver.second_approver !== null || waiver.owner.id === person.id) return waiver;
  const expires_at = Date.parse(until) < Date.parse(waiver.expires_at) ? until : waiver.expires_at;
  return { ...waiver, second_approver: person, expires_at };
}
