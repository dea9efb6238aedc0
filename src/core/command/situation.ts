import type { Decision, EffectivePolicy, Person } from '../../generated/types.ts';
import type { Chain } from './chain/chain.ts';
import type { CommandFound } from './command.ts';
import type { StandingFacts } from './standing.ts';
import type { Place } from './verb.ts';

/** A command as it was given. */
export interface Given {
  readonly found: Exclude<CommandFound, { readonly kind: 'none' }>;
  readonly person: Person;
  /** When the comment was made, UTC. */
  readonly at: string;
}

/** Where a command is answered, as it stands now. */
export interface Situation {
  /** `elsewhere` = an issue that is no incident of ours. */
  readonly place: Place | 'elsewhere';
  /** Whole or not; a chain that could not be read to the end must not be built on at all: no answer can be numbered. */
  readonly chain: Chain;
  readonly facts: Omit<StandingFacts, 'blocks'>;
  readonly policy: EffectivePolicy;
  /** null = an issue, or the pull request could not be judged. */
  readonly decision: Decision | null;
  readonly is_open: boolean;
  /** Head commit; null on an issue. */
  readonly head: string | null;
  /** Earliest time at which the head commit is known to have been the head, UTC; null = not known. */
  readonly head_since: string | null;
  /** Incident issues whose holds are in force. */
  readonly incidents: readonly number[];
  /** UTC, whole seconds. */
  readonly now: string;
}
