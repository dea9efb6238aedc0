import { type GraphqlBody, type GraphqlContext, handleGraphql } from '../../../src/sandbox/graphql/execute.ts';
import type { Actor } from '../../../src/sandbox/state/actor.ts';
import type { SmallWorld } from './small-world.ts';

export interface GraphqlErrorEntry {
  readonly type?: string;
  readonly path?: readonly (string | number)[];
  readonly message: string;
}

export interface Answer {
  readonly data: unknown;
  readonly errors: readonly GraphqlErrorEntry[];
}

/** Asks as the given actor. The result is what a client would parse, so that nothing but JSON gets through. */
export async function ask(
  small: SmallWorld,
  actor: Actor,
  query: string,
  variables: Record<string, unknown> = {},
  options: Pick<GraphqlContext, 'failingFields'> = {},
): Promise<Answer> {
  const { world, effects, now } = small;
  const body: GraphqlBody = { query, variables };
  const answer = await handleGraphql({ world, effects, now, actor, ...options }, body);
  const { data, errors } = JSON.parse(JSON.stringify(answer.body)) as Partial<Answer>;
  return { data: data ?? null, errors: errors ?? [] };
}

/** `data` of an answer that must have no errors. */
export async function data(
  small: SmallWorld,
  actor: Actor,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<unknown> {
  const answer = await ask(small, actor, query, variables);
  if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors, null, 1));
  return answer.data;
}
