import type { Engine } from '../effects/engine.ts';
import type { MembershipState, Organization, Team, User } from '../state/identity.ts';
import { nodeId } from '../state/node-id.ts';
import type { World } from '../state/world.ts';

/** Makes people, organisations and teams. */
export interface PeopleDriver {
  /** The e-mail address defaults to `login@example.com`; the noreply address is always linked too. */
  readonly createUser: (user: { readonly login: string; readonly name?: string; readonly email?: string }) => User;
  readonly createOrganization: (organization: { readonly login: string; readonly name?: string }) => Organization;
  readonly addMember: (
    organization: Organization,
    user: User,
    role?: 'admin' | 'member',
    state?: MembershipState,
  ) => void;
  /** Active members unless put into `pending`. */
  readonly createTeam: (
    organization: Organization,
    team: {
      readonly slug: string;
      readonly name?: string;
      readonly parent?: Team;
      readonly members?: readonly User[];
      readonly pending?: readonly User[];
    },
  ) => Team;
}

export function addUser(
  world: World,
  now: Date,
  user: { readonly login: string; readonly name?: string | undefined; readonly email?: string | undefined },
  type: 'User' | 'Bot',
  id = world.nextId(),
): User {
  const noreply = `${id}+${user.login}@users.noreply.github.com`;
  const made: User = {
    id,
    nodeId: nodeId(type, id),
    login: user.login,
    type,
    name: user.name ?? null,
    emails: type === 'Bot' ? [noreply] : [user.email ?? `${user.login}@example.com`, noreply],
    createdAt: now,
  };
  world.users.set(id, made);
  return made;
}

export function peopleDriver({ world, now }: Engine): PeopleDriver {
  return {
    createUser: (user) => addUser(world, now(), user, 'User'),
    createOrganization: ({ login, name }) => {
      const id = world.nextId();
      const made: Organization = {
        id,
        nodeId: nodeId('Organization', id),
        login,
        name: name ?? null,
        createdAt: now(),
        defaultRepositoryPermission: 'read',
        members: new Map(),
      };
      world.organizations.set(id, made);
      return made;
    },
    addMember: (organization, user, role = 'member', state = 'active') => {
      organization.members.set(user.id, { role, state });
    },
    createTeam: (organization, { slug, name, parent, members = [], pending = [] }) => {
      const id = world.nextId();
      const made: Team = {
        id,
        nodeId: nodeId('Team', id),
        organizationId: organization.id,
        slug,
        name: name ?? slug,
        description: null,
        privacy: 'closed',
        parentId: parent?.id ?? null,
        createdAt: now(),
        members: new Map(),
      };
      for (const user of members) made.members.set(user.id, { role: 'member', state: 'active' });
      for (const user of pending) made.members.set(user.id, { role: 'member', state: 'pending' });
      world.teams.set(id, made);
      return made;
    },
  };
}
