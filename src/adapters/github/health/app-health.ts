import { tokenPermissions } from '../../../core/access/permissions.ts';
import type { AppFact, InstallationFact } from '../../../core/doctor/facts.ts';
import { Fault } from '../../fault.ts';
import { at, idAt, listAt, textAt } from '../json-value.ts';
import type { RepositoryName } from '../rest/repository-name.ts';
import { graphqlUrl } from '../transport/endpoints.ts';
import { octokitTransport } from '../transport/octokit-transport.ts';
import { restPath, type Transport } from '../transport/transport.ts';

export interface AppCredentials {
  readonly appId: number;
  /** PEM text. */
  readonly privateKey: string;
  /** Root of the REST API without a slash at the end. */
  readonly apiUrl: string;
  /** `rollout-gate/<version>`. */
  readonly userAgent: string;
}

/** The App as it sees itself, and a token to read one repository with. */
export interface AppHealth {
  readonly fact: AppFact;
  /** Reads only; null = the App isn't installed there, or suspended. */
  readonly token: string | null;
  /** Seconds between GitHub's `date` and our clock (positive = ours is ahead); null = GitHub sent none. */
  readonly skew: number | null;
}

/** Asks GitHub as the App. Throws the fault `github_unauthorized` when it doesn't take the key. */
export async function readAppHealth(
  credentials: AppCredentials,
  name: RepositoryName | null,
  now: () => Date,
): Promise<AppHealth> {
  const transport = await asApp(credentials);
  const { data, headers } = await transport.rest({ method: 'GET', path: '/app' });
  const told = Date.parse(headers['date'] ?? '');
  const skew = Number.isNaN(told) ? null : (now().getTime() - told) / 1_000;
  const events = listAt(data, 'events').flatMap((event) => (typeof event === 'string' ? [event] : []));
  const app = { id: credentials.appId, permissions: levelsIn(at(data, 'permissions')), events };
  if (name === null) return { fact: { ...app, installation: 'unasked' }, token: null, skew };
  const found = await installationOf(transport, name);
  if (found === null) return { fact: { ...app, installation: null }, token: null, skew };
  const token = found.fact.suspended ? null : await readingToken(transport, found, name);
  return { fact: { ...app, installation: found.fact }, token, skew };
}

/** An installation as it was found by a repository. */
export interface Installed {
  readonly id: number;
  readonly fact: InstallationFact;
}

/** The installation that reaches a repository; null = there is none. */
export async function installationOf(transport: Transport, name: RepositoryName): Promise<Installed | null> {
  try {
    const path = restPath('/repos/{owner}/{repo}/installation', { ...name });
    const { data } = await transport.rest({ method: 'GET', path });
    const id = idAt(data, 'id');
    const suspended = textAt(data, 'suspended_at') !== null;
    return id === null ? null : { id, fact: { permissions: levelsIn(at(data, 'permissions')), suspended } };
  } catch (error) {
    if (error instanceof Fault && error.code === 'github_not_found') return null;
    throw error;
  }
}

/**
 * A token for one repository of whoever looks and changes nothing: it asks for read, and only for what was granted. Without a
 * repository it lists those of the installation.
 */
export async function readingToken(
  transport: Transport,
  { id, fact }: Installed,
  repository: Pick<RepositoryName, 'repo'> | null,
): Promise<string> {
  const granted = Object.keys(tokenPermissions).filter((name) => Object.hasOwn(fact.permissions, name));
  const wanted = repository === null ? ['metadata'] : granted;
  const only = repository === null ? {} : { repositories: [repository.repo] };
  const { data } = await transport.rest({
    method: 'POST',
    path: restPath('/app/installations/{id}/access_tokens', { id }),
    body: { ...only, permissions: Object.fromEntries(wanted.map((name) => [name, 'read'])) },
  });
  const token = textAt(data, 'token');
  if (token !== null) return token;
  throw new Fault('github_answer_unexpected', { message: "GitHub's answer holds no token" });
}

async function asApp({ appId, privateKey, apiUrl, userAgent }: AppCredentials): Promise<Transport> {
  const { App, Octokit } = await import('octokit');
  // Both plugins off: one spaces writes by a second, the other sends POSTs again (github-facts section 0).
  const quiet = { throttle: { enabled: false }, retry: { enabled: false } };
  const app = new App({ appId, privateKey, Octokit: Octokit.defaults({ baseUrl: apiUrl, userAgent, ...quiet }) });
  return octokitTransport({ octokit: app.octokit, graphqlUrl: graphqlUrl(apiUrl), userAgent });
}

/** Permissions by name, as GitHub writes them. */
export function levelsIn(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(Object(value) as object).flatMap(([name, level]: [string, unknown]) =>
      typeof level === 'string' ? [[name, level] as const] : [],
    ),
  );
}
