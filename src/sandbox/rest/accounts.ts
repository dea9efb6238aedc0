import { type Context, Hono } from 'hono';
import { requireMembersRead } from '../auth/access.ts';
import type { Organization, Team } from '../state/identity.ts';
import {
  childTeams,
  find,
  organizationByLogin,
  select,
  teamBySlug,
  teamMembers,
  userByLogin,
} from '../state/queries.ts';
import { forbidden, notFound, Refusal } from '../state/refusal.ts';
import type { World } from '../state/world.ts';
import {
  organizationFull,
  organizationSimple,
  privateUser,
  publicUser,
  simpleUser,
  teamFull,
  teamView,
} from '../views/account.ts';
import type { Env } from './environment.ts';
import { paged } from './pagination.ts';

function organizationFor(c: Context<Env>): Organization {
  const organization = organizationByLogin(c.get('world'), c.req.param('org') ?? '');
  if (organization === undefined) throw notFound();
  return organization;
}

function teamFor(c: Context<Env>): Team {
  const organization = organizationFor(c);
  requireMembersRead(c.get('world'), c.get('actor'), organization.id);
  const team = teamBySlug(c.get('world'), organization.id, c.req.param('team_slug') ?? '');
  if (team === undefined) throw notFound();
  return team;
}

/** Membership in the team or in one below it; a pending invitation is `pending`, not yet a member. */
function membershipIn(world: World, team: Team, userId: number): { role: string; state: string } | undefined {
  const own = team.members.get(userId);
  if (own !== undefined) return own;
  const inherited = childTeams(world, team).map((child) => membershipIn(world, child, userId));
  return find(inherited, (one) => one !== undefined);
}

export function accountRoutes(): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/user', (c) => {
    const actor = c.get('actor');
    if (actor.kind === 'anonymous') throw new Refusal(401, 'Requires authentication');
    if (actor.kind !== 'user') throw forbidden();
    return c.json(privateUser(c.get('world'), actor.user));
  });

  routes.get('/users/:username', (c) => {
    const world = c.get('world');
    const account = userByLogin(world, c.req.param('username')) ?? organizationByLogin(world, c.req.param('username'));
    if (account === undefined) throw notFound();
    return c.json(publicUser(world, account));
  });

  routes.get('/user/:account_id', (c) => {
    const account = c.get('world').users.get(Number(c.req.param('account_id')));
    if (account === undefined) throw notFound();
    return c.json(publicUser(c.get('world'), account));
  });

  routes.get('/orgs/:org', (c) => c.json(organizationFull(c.get('world'), organizationFor(c))));

  routes.get('/orgs/:org/members', (c) => {
    const organization = organizationFor(c);
    requireMembersRead(c.get('world'), c.get('actor'), organization.id);
    const users = select(
      c.get('world').users.values(),
      (user) => organization.members.get(user.id)?.state === 'active',
    );
    return c.json(paged(c, users).map((user) => simpleUser(c.get('world'), user)));
  });

  routes.get('/orgs/:org/memberships/:username', (c) => {
    const organization = organizationFor(c);
    requireMembersRead(c.get('world'), c.get('actor'), organization.id);
    const user = userByLogin(c.get('world'), c.req.param('username'));
    const membership = organization.members.get(user?.id ?? 0);
    if (user === undefined || membership === undefined) throw notFound();
    const view = organizationSimple(c.get('world'), organization);
    return c.json({
      url: `${view.url}/memberships/${user.login}`,
      state: membership.state,
      role: membership.role,
      organization_url: view.url,
      organization: view,
      user: simpleUser(c.get('world'), user),
    });
  });

  routes.get('/orgs/:org/teams', (c) => {
    const organization = organizationFor(c);
    requireMembersRead(c.get('world'), c.get('actor'), organization.id);
    const teams = select(c.get('world').teams.values(), (team) => team.organizationId === organization.id);
    return c.json(paged(c, teams).map((team) => teamView(c.get('world'), team)));
  });

  routes.get('/orgs/:org/teams/:team_slug', (c) => c.json(teamFull(c.get('world'), teamFor(c))));

  // documented: "team members will include the members of child teams"
  routes.get('/orgs/:org/teams/:team_slug/members', (c) => {
    const users = teamMembers(c.get('world'), teamFor(c));
    return c.json(paged(c, users).map((user) => simpleUser(c.get('world'), user)));
  });

  routes.get('/orgs/:org/teams/:team_slug/memberships/:username', (c) => {
    const team = teamFor(c);
    const user = userByLogin(c.get('world'), c.req.param('username'));
    const membership = user === undefined ? undefined : membershipIn(c.get('world'), team, user.id);
    if (user === undefined || membership === undefined) throw notFound();
    return c.json({ url: `${teamView(c.get('world'), team).url}/memberships/${user.login}`, ...membership });
  });

  return routes;
}
