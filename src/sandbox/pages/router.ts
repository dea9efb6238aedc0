import { Hono } from 'hono';
import type { World } from '../state/world.ts';

/** Pages for people, mounted at the root: `/` and `/ui/*`. */
export function pagesRouter(_world: World, _now: () => Date): Hono {
  return new Hono().get('/', (context) => context.text('rollout-gate sandbox'));
}
