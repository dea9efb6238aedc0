/** People, bots, organisations and teams. Ids are the numeric REST ids; users and organisations share one login space. */
export interface User {
  readonly id: number;
  readonly nodeId: string;
  /** Can change: logins are for show, ids are for comparing. */
  login: string;
  readonly type: 'User' | 'Bot';
  name: string | null;
  /** All verified addresses; commits are linked to a user through them. The first is the public one. */
  emails: string[];
  readonly createdAt: Date;
}

export type MembershipState = 'active' | 'pending';

export interface OrganizationMembership {
  role: 'admin' | 'member';
  state: MembershipState;
}

export interface Organization {
  readonly id: number;
  readonly nodeId: string;
  login: string;
  name: string | null;
  readonly createdAt: Date;
  /** What every active member has on every repository. */
  defaultRepositoryPermission: 'none' | 'read' | 'write' | 'admin';
  /** By user id. */
  readonly members: Map<number, OrganizationMembership>;
}

export interface TeamMembership {
  role: 'member' | 'maintainer';
  state: MembershipState;
}

export interface Team {
  readonly id: number;
  readonly nodeId: string;
  readonly organizationId: number;
  slug: string;
  name: string;
  description: string | null;
  privacy: 'closed' | 'secret';
  parentId: number | null;
  readonly createdAt: Date;
  /** Direct members by user id; members of child teams count too when listing (REST and GraphQL default). */
  readonly members: Map<number, TeamMembership>;
}
