import { randomBytes } from 'node:crypto';
import type { Installation, Permissions, Token } from '../state/app.ts';
import { Refusal } from '../state/refusal.ts';
import type { World } from '../state/world.ts';
import { grants, reaches } from './access.ts';

const hour = 3_600_000;

const secret = (prefix: string): string => `${prefix}_${randomBytes(27).toString('base64url').replace(/[-_]/g, 'x')}`;

export type InstallationToken = Extract<Token, { kind: 'installation' }>;

/** What of an installation a token shall get; absent = everything. */
export interface Narrowing {
  readonly repositoryIds?: readonly number[] | undefined;
  readonly repositories?: readonly string[] | undefined;
  readonly permissions?: Permissions | undefined;
}

function narrowedRepositories(world: World, installation: Installation, wanted: Narrowing): Set<number> | null {
  const { repositoryIds: ids, repositories: names } = wanted;
  if (ids === undefined && names === undefined) return null;
  const reached = [...world.repositories.values()].filter((repository) => reaches(installation, repository));
  const byId = (ids ?? []).map((id) => reached.find((one) => one.id === id));
  const byName = (names ?? []).map((name) => reached.find((one) => one.name.toLowerCase() === name.toLowerCase()));
  const found = [...byId, ...byName];
  if (found.includes(undefined) || found.length > 500) {
    throw new Refusal(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  }
  return new Set(found.flatMap((one) => (one === undefined ? [] : [one.id])));
}

/** One hour; at most what the installation was granted (422 otherwise). */
export function issueInstallationToken(
  world: World,
  installation: Installation,
  wanted: Narrowing,
  now: Date,
): InstallationToken {
  for (const [name, level] of Object.entries(wanted.permissions ?? {})) {
    if (!grants(installation.permissions, name, level)) {
      throw new Refusal(422, 'The permissions requested are not granted to this installation.');
    }
  }
  const token: InstallationToken = {
    kind: 'installation',
    value: secret('ghs'),
    installationId: installation.id,
    repositoryIds: narrowedRepositories(world, installation, wanted),
    permissions: wanted.permissions ?? installation.permissions,
    expiresAt: new Date(Math.floor((now.getTime() + hour) / 1000) * 1000),
  };
  world.tokens.set(token.value, token);
  return token;
}

/** A person's token: acts with the person's roles. */
export function issueUserToken(world: World, userId: number): string {
  const value = secret('ghp');
  world.tokens.set(value, { kind: 'user', value, userId });
  return value;
}

/** `GITHUB_TOKEN` of a job, with the permissions that its workflow asks for. */
export function issueJobToken(world: World, repositoryId: number, permissions: Permissions, now: Date): string {
  const value = secret('ghs');
  const expiresAt = new Date(now.getTime() + 24 * hour);
  world.tokens.set(value, { kind: 'job', value, repositoryId, permissions, expiresAt });
  return value;
}
