import type { Repository } from '../../../src/sandbox/state/repository.ts';
import type { World } from '../../../src/sandbox/state/world.ts';

/** All that a sandbox's world holds, by value; the log of deliveries is left out. */
export type WorldCopy = ReadonlyMap<string, unknown>;

/** A copy that nothing that happens later changes. */
export function copyOf(world: World): WorldCopy {
  const state = Object.entries(world).filter(([name, value]) => typeof value === 'object' && name !== 'deliveries');
  return new Map(state.map(([name, value]) => [name, cloned(value)]));
}

/** Puts the world back as it was; git objects stay, since they are named by what they hold. */
export function restore(world: World, copy: WorldCopy): void {
  world.deliveries.clear();
  for (const [name, kept] of copy) {
    const now: unknown = Reflect.get(world, name);
    const value = cloned(kept);
    if (now instanceof Map && value instanceof Map) {
      now.clear();
      for (const [key, entry] of value) now.set(key, entry);
    } else if (Array.isArray(now) && Array.isArray(value)) now.splice(0, now.length, ...(value as unknown[]));
    else throw new Error(`the world's ${name} is neither a map nor a list`);
  }
}

/** The object store of a repository is made of functions and shared by all copies. */
function cloned(value: unknown): unknown {
  if (!(value instanceof Map)) return structuredClone(value);
  return new Map(
    [...(value as Map<unknown, object>)].map(([key, entry]) => {
      if (!('git' in entry)) return [key, structuredClone(entry)];
      const { git, ...rest } = entry as Repository;
      return [key, { ...structuredClone(rest), git }];
    }),
  );
}
