import type { User } from '../state/identity.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import type { HookEvent } from '../webhooks/event.ts';

/** What every change of state needs. */
export interface Engine {
  readonly world: World;
  readonly now: () => Date;
  readonly emit: (event: HookEvent) => void;
}

export const by = (repository: Repository, sender: User): { repository: Repository; sender: User } => ({
  repository,
  sender,
});
