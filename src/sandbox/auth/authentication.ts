import type { Actor } from '../state/actor.ts';
import type { App, Installation } from '../state/app.ts';
import type { User } from '../state/identity.ts';
import { Refusal } from '../state/refusal.ts';
import { actionsAppId, type World } from '../state/world.ts';
import { verifyAppToken } from './json-web-token.ts';

const bad = (): Refusal => new Refusal(401, 'Bad credentials');

/** Who makes the request, from the Authorization header (`Bearer` or `token`); 401 for what nobody issued. */
export function authenticate(world: World, authorization: string | null, now: Date): Actor {
  if (authorization === null || authorization === '') return { kind: 'anonymous' };
  const match = /^(?:bearer|token)\s+(\S+)$/i.exec(authorization);
  const value = match?.[1];
  if (value === undefined) throw bad();
  if (value.startsWith('eyJ')) return { kind: 'app', app: verifyAppToken(world, value, now) };
  const token = world.tokens.get(value);
  if (token === undefined) throw bad();
  if (token.kind === 'user') return { kind: 'user', user: world.users.get(token.userId) as User };
  if (token.expiresAt <= now) throw bad();
  if (token.kind === 'job') {
    const app = world.apps.get(actionsAppId) as App;
    const user = world.users.get(app.botUserId) as User;
    return { kind: 'job', app, user, permissions: token.permissions, repositoryIds: new Set([token.repositoryId]) };
  }
  const installation = world.installations.get(token.installationId) as Installation;
  if (installation.suspendedAt !== null) throw new Refusal(403, 'This installation has been suspended');
  const app = world.apps.get(installation.appId) as App;
  return {
    kind: 'installation',
    app,
    installation,
    user: world.users.get(app.botUserId) as User,
    permissions: token.permissions,
    repositoryIds: token.repositoryIds,
  };
}
