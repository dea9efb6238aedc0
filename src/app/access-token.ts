import { Fault } from '../adapters/fault.ts';
import { numberAt, textAt } from '../adapters/github/json-value.ts';
import type { RepositoryName } from '../adapters/github/rest/repository-name.ts';
import { restPath, type Transport } from '../adapters/github/transport/transport.ts';
import {
  auditPermissions,
  covers,
  type OptionalTokenPermissions,
  optionalTokenPermissions,
  tokenPermissions,
} from '../core/access/permissions.ts';
import type { Token } from './tokens.ts';

/**
 * A token for one repository, with no more permissions than judging needs (github-facts T21). `optional` = what it has
 * besides: only what was granted, since GitHub makes no token otherwise. Throws a `Fault`.
 */
export async function repositoryToken(
  asApp: Transport,
  installation_id: number,
  repositoryId: number,
  optional: OptionalTokenPermissions,
): Promise<Token> {
  const body = { repository_ids: [repositoryId], permissions: { ...tokenPermissions, ...optional } };
  return mint(asApp, installation_id, body);
}

/** What of the optional permissions an installation granted, as far as our tokens have a use for it. Throws a `Fault`. */
export async function grantedOptions(asApp: Transport, installation_id: number): Promise<OptionalTokenPermissions> {
  const path = restPath('/app/installations/{installation_id}', { installation_id });
  const { data } = await asApp.rest({ method: 'GET', path });
  return optionalTokenPermissions(textAt(data, 'permissions', 'security_events'));
}

/** A token for the look at one repository's rules: of what that needs only what was granted. Throws a `Fault`. */
export async function auditToken(
  asApp: Transport,
  { installationId, repositoryId }: { readonly installationId: number; readonly repositoryId: number },
  granted: Readonly<Record<string, string>>,
): Promise<string> {
  const permissions = Object.fromEntries(
    Object.entries(auditPermissions).filter(([name, level]) => name === 'metadata' || covers(granted, name, level)),
  );
  return (await mint(asApp, installationId, { repository_ids: [repositoryId], permissions })).value;
}

/** A token that lists the repositories of an installation and reads nothing in them. Throws a `Fault`. */
export async function listingToken(asApp: Transport, installation_id: number): Promise<Token> {
  return mint(asApp, installation_id, { permissions: { metadata: 'read' } });
}

/**
 * A token for the contents of one repository and nothing else, as the App: the token of a judgement is for the repository
 * under judgement alone. Throws a `Fault`; `github_not_found` where the App isn't installed on the repository.
 */
export async function contentsToken(asApp: Transport, { owner, repo }: RepositoryName): Promise<string> {
  const installed = await asApp.rest({
    method: 'GET',
    path: restPath('/repos/{owner}/{repo}/installation', { owner, repo }),
  });
  const body = { repositories: [repo], permissions: { contents: 'read', metadata: 'read' } };
  return (await mint(asApp, numberAt(installed.data, 'id') ?? 0, body)).value;
}

async function mint(asApp: Transport, installation_id: number, body: object): Promise<Token> {
  const path = restPath('/app/installations/{installation_id}/access_tokens', { installation_id });
  const { data } = await asApp.rest({ method: 'POST', path, body });
  const value = textAt(data, 'token');
  if (value === null) throw new Fault('github_answer_incomplete', { message: 'GitHub made no token.' });
  const ends = Date.parse(textAt(data, 'expires_at') ?? '');
  // Without an end it is used once.
  return { value, ends: Number.isFinite(ends) ? ends : 0 };
}
