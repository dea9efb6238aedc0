import type { Effects } from '../effects/effects.ts';
import type { Actor } from '../state/actor.ts';
import type { World } from '../state/world.ts';

export interface GraphqlContext {
  readonly world: World;
  readonly actor: Actor;
  readonly now: () => Date;
  readonly effects: Effects;
}

export interface GraphqlBody {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

export async function handleGraphql(
  _context: GraphqlContext,
  _body: GraphqlBody,
): Promise<{ status: number; body: unknown }> {
  return { status: 501, body: { message: 'GraphQL is not built yet' } };
}
