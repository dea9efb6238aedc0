import type { Effects } from '../effects/effects.ts';
import type { Actor } from '../state/actor.ts';
import type { World } from '../state/world.ts';

/** What one GraphQL request runs on. */
export interface GraphqlContext {
  readonly world: World;
  readonly actor: Actor;
  readonly now: () => Date;
  readonly effects: Effects;
  /**
   * Response paths without list indexes (`repository.pullRequest.files`) that a fault script lets fail: the field is
   * null, the rest of the answer stands (github-checked rule 15: reads can be partial on resource limits).
   */
  readonly failingFields?: readonly string[];
  /** Of those, the ones that the token may not see. */
  readonly forbiddenFields?: readonly string[];
}

export interface GraphqlBody {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

export interface GraphqlAnswer {
  readonly status: number;
  readonly body: unknown;
}
