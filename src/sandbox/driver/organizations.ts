import type { Engine } from '../effects/engine.ts';
import type { MembershipState, Organization, Team, User } from '../state/identity.ts';
import { isOrganization, ownerOf } from '../state/queries.ts';
import type { Repository, RepositoryRole } from '../state/repository.ts';
import { organizationSimple, simpleUser, teamSimple } from '../views/account.ts';

/** What administrators do to organisations, teams and repositories, each with the webhook that tells of it. */
export interface OrganizationDriver {
  /** An invitation (`pending`) is told to nobody until it is accepted by a second call. */
  readonly addToTeam: (team: Team, user: User, by: User, state?: MembershipState) => Promise<void>;
  readonly removeFromTeam: (team: Team, user: User, by: User) => Promise<void>;
  readonly renameTeam: (team: Team, name: string, slug: string, by: User) => Promise<void>;
  /** Its child teams go with it. */
  readonly deleteTeam: (team: Team, by: User) => Promise<void>;
  readonly shareWithTeam: (repository: Repository, team: Team, role: RepositoryRole | null, by: User) => Promise<void>;
  /** Out of the organisation, and out of all its teams. */
  readonly removeMember: (organization: Organization, user: User, by: User) => Promise<void>;
  readonly setCollaborator: (
    repository: Repository,
    user: User,
    role: RepositoryRole | null,
    by: User,
  ) => Promise<void>;
  readonly renameRepository: (repository: Repository, name: string, by: User) => Promise<void>;
  readonly transferRepository: (repository: Repository, to: Organization, by: User) => Promise<void>;
  readonly archiveRepository: (repository: Repository, archived: boolean, by: User) => Promise<void>;
  readonly hideRepository: (repository: Repository, isPrivate: boolean, by: User) => Promise<void>;
}

type Work = <T>(task: () => Promise<T>) => Promise<T>;

export function organizationDriver({ world, emit }: Engine, work: Work): OrganizationDriver {
  const organizationOf = (team: Team): Organization => world.organizations.get(team.organizationId) as Organization;
  const teamEvent = (
    team: Team,
    action: string,
    sender: User,
    body: object = {},
    repository: Repository | null = null,
  ) =>
    emit({
      event: 'team',
      action,
      repository,
      sender,
      organization: organizationOf(team),
      body: { team: { ...teamSimple(world, team), parent: null }, ...body },
    });
  const membership = (team: Team, action: string, user: User, sender: User) =>
    emit({
      event: 'membership',
      action,
      repository: null,
      sender,
      organization: organizationOf(team),
      body: { scope: 'team', member: simpleUser(world, user), team: { ...teamSimple(world, team), parent: null } },
    });
  const repositoryEvent = (repository: Repository, action: string, sender: User, body: object = {}) =>
    emit({ event: 'repository', action, repository, sender, body: { ...body } });
  const remove = (team: Team): void => {
    for (const child of [...world.teams.values()]) if (child.parentId === team.id) remove(child);
    world.teams.delete(team.id);
    for (const repository of world.repositories.values()) repository.teams.delete(team.id);
  };

  return {
    addToTeam: (team, user, sender, state = 'active') =>
      work(async () => {
        team.members.set(user.id, { role: 'member', state });
        if (state === 'active') membership(team, 'added', user, sender);
      }),
    removeFromTeam: (team, user, sender) =>
      work(async () => {
        if (team.members.get(user.id)?.state === 'active') membership(team, 'removed', user, sender);
        team.members.delete(user.id);
      }),
    renameTeam: (team, name, slug, sender) =>
      work(async () => {
        const changes = { name: { from: team.name } };
        team.name = name;
        team.slug = slug;
        teamEvent(team, 'edited', sender, { changes });
      }),
    deleteTeam: (team, sender) =>
      work(async () => {
        teamEvent(team, 'deleted', sender);
        remove(team);
      }),
    shareWithTeam: (repository, team, role, sender) =>
      work(async () => {
        if (role === null) repository.teams.delete(team.id);
        else repository.teams.set(team.id, role);
        teamEvent(team, role === null ? 'removed_from_repository' : 'added_to_repository', sender, {}, repository);
      }),
    removeMember: (organization, user, sender) =>
      work(async () => {
        const { url } = organizationSimple(world, organization);
        const role = organization.members.get(user.id)?.role ?? 'member';
        organization.members.delete(user.id);
        for (const team of world.teams.values()) {
          if (team.organizationId === organization.id) team.members.delete(user.id);
        }
        const gone = {
          url: `${url}/memberships/${user.login}`,
          state: 'inactive',
          role,
          organization_url: url,
          user: simpleUser(world, user),
        };
        const body = { membership: gone };
        emit({ event: 'organization', action: 'member_removed', repository: null, sender, organization, body });
      }),
    setCollaborator: (repository, user, role, sender) =>
      work(async () => {
        const before = repository.collaborators.get(user.id);
        if (role === null) repository.collaborators.delete(user.id);
        else repository.collaborators.set(user.id, role);
        const action = role === null ? 'removed' : before === undefined ? 'added' : 'edited';
        const changes = action === 'edited' ? { changes: { permission: { from: before, to: role } } } : {};
        emit({ event: 'member', action, repository, sender, body: { member: simpleUser(world, user), ...changes } });
      }),
    renameRepository: (repository, name, sender) =>
      work(async () => {
        const from = repository.name;
        repository.name = name;
        repositoryEvent(repository, 'renamed', sender, { changes: { repository: { name: { from } } } });
      }),
    transferRepository: (repository, to, sender) =>
      work(async () => {
        const owner = ownerOf(world, repository);
        repository.ownerId = to.id;
        // teams belong to the organisation that it left
        repository.teams.clear();
        const from = isOrganization(owner)
          ? { organization: organizationSimple(world, owner) }
          : { user: simpleUser(world, owner) };
        repositoryEvent(repository, 'transferred', sender, { changes: { owner: { from } } });
      }),
    archiveRepository: (repository, archived, sender) =>
      work(async () => {
        repository.archived = archived;
        repositoryEvent(repository, archived ? 'archived' : 'unarchived', sender);
      }),
    hideRepository: (repository, isPrivate, sender) =>
      work(async () => {
        repository.private = isPrivate;
        repositoryEvent(repository, isPrivate ? 'privatized' : 'publicized', sender);
      }),
  };
}
