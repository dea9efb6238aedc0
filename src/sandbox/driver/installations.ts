import type { Engine } from '../effects/engine.ts';
import type { Installation, Permissions } from '../state/app.ts';
import type { User } from '../state/identity.ts';
import { fullName, select } from '../state/queries.ts';
import type { Repository } from '../state/repository.ts';
import { installationView } from '../views/app.ts';

/** What an owner does to an installed App, each with the webhook that tells the App of it. */
export interface InstallationDriver {
  readonly suspendInstallation: (installation: Installation, by: User) => Promise<void>;
  readonly unsuspendInstallation: (installation: Installation, by: User) => Promise<void>;
  /** Its tokens are worth nothing afterwards. */
  readonly deleteInstallation: (installation: Installation, by: User) => Promise<void>;
  readonly acceptPermissions: (installation: Installation, permissions: Permissions, by: User) => Promise<void>;
  readonly addRepositories: (
    installation: Installation,
    repositories: readonly Repository[],
    by: User,
  ) => Promise<void>;
  readonly removeRepositories: (
    installation: Installation,
    repositories: readonly Repository[],
    by: User,
  ) => Promise<void>;
}

type Work = <T>(task: () => Promise<T>) => Promise<T>;

export function installationDriver({ world, now, emit }: Engine, work: Work): InstallationDriver {
  const short = (one: Repository) => ({
    id: one.id,
    node_id: one.nodeId,
    name: one.name,
    full_name: fullName(world, one),
    private: one.private,
  });
  const tell = (installation: Installation, event: string, action: string, sender: User, body: object): void =>
    emit({
      event,
      action,
      repository: null,
      sender,
      onlyInstallationId: installation.id,
      body: { installation: installationView(world, installation), ...body },
    });
  const changed = (installation: Installation, action: string, sender: User): void => {
    installation.updatedAt = now();
    const own = select(world.repositories.values(), (one) => one.ownerId === installation.accountId);
    const reached = own.filter(
      (one) => installation.repositorySelection === 'all' || installation.repositoryIds.has(one.id),
    );
    tell(installation, 'installation', action, sender, { repositories: reached.map(short) });
  };
  const selected = (
    installation: Installation,
    action: 'added' | 'removed',
    repositories: readonly Repository[],
    sender: User,
  ): void => {
    installation.repositorySelection = 'selected';
    for (const { id } of repositories) {
      if (action === 'added') installation.repositoryIds.add(id);
      else installation.repositoryIds.delete(id);
    }
    const list = repositories.map(short);
    tell(installation, 'installation_repositories', action, sender, {
      repository_selection: 'selected',
      repositories_added: action === 'added' ? list : [],
      repositories_removed: action === 'removed' ? list : [],
      requester: null,
    });
  };

  return {
    suspendInstallation: (installation, sender) =>
      work(async () => {
        installation.suspendedAt = now();
        changed(installation, 'suspend', sender);
      }),
    unsuspendInstallation: (installation, sender) =>
      work(async () => {
        installation.suspendedAt = null;
        changed(installation, 'unsuspend', sender);
      }),
    deleteInstallation: (installation, sender) =>
      work(async () => {
        changed(installation, 'deleted', sender);
        world.installations.delete(installation.id);
        for (const [value, token] of world.tokens) {
          if (token.kind === 'installation' && token.installationId === installation.id) world.tokens.delete(value);
        }
      }),
    acceptPermissions: (installation, permissions, sender) =>
      work(async () => {
        installation.permissions = permissions;
        changed(installation, 'new_permissions_accepted', sender);
      }),
    addRepositories: (installation, repositories, sender) =>
      work(async () => selected(installation, 'added', repositories, sender)),
    removeRepositories: (installation, repositories, sender) =>
      work(async () => selected(installation, 'removed', repositories, sender)),
  };
}
