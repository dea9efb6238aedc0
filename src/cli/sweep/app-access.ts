import { readTextFile } from '../../adapters/files/text-file.ts';
import { Fault } from '../../adapters/fault.ts';
import { signedAppToken } from '../../adapters/github/app-token.ts';
import { installationOf, readingToken, type Installed } from '../../adapters/github/health/app-health.ts';
import { type InstalledRepository, installationRepositories } from '../../adapters/github/installation-repositories.ts';
import { type OrganizationPolicy, organizationPolicy } from '../../adapters/github/organization-policy.ts';
import type { RepositoryName } from '../../adapters/github/rest/repository-name.ts';
import { githubTime } from '../../adapters/github/transport/github-time.ts';
import { httpTransports } from '../../adapters/github/transport/http-transport.ts';
import { readingAgain } from '../../adapters/github/transport/reading-again.ts';
import { renewing } from '../../adapters/github/transport/renewing.ts';
import type { Transport } from '../../adapters/github/transport/transport.ts';
import { undiciExchange } from '../../adapters/github/transport/undici-exchange.ts';
import { privateKeyText } from '../../settings/private-key.ts';
import { readSettings, type Settings } from '../../settings/settings.ts';
import type { Terminal } from '../terminal.ts';
import { version } from '../version.ts';

/** GitHub as the App sees it, by tokens that can only read. */
export interface AppAccess {
  readonly asApp: Transport;
  /** What lists the installation's repositories. */
  readonly listing: (installed: Installed) => Promise<Transport>;
  readonly reading: (installed: Installed, name: RepositoryName) => Promise<Transport>;
}

/** The App's settings of an environment. Throws the fault `settings_invalid` with all mistakes. */
export function settingsIn(environment: Terminal['environment']): Settings {
  const read = readSettings(environment);
  if ('settings' in read) return read.settings;
  throw new Fault('settings_invalid', {
    message: `The App's settings are needed in the environment. ${read.mistakes.join(' ')}`,
  });
}

/** Signs as the App, and asks nothing yet. Throws a `Fault`. */
export async function openAppAccess({
  appId,
  privateKey,
  privateKeyPath,
  apiUrl,
  proxy,
}: Settings): Promise<AppAccess> {
  const time = githubTime();
  const speaking = httpTransports({
    apiUrl,
    userAgent: `rollout-gate/${version}`,
    onExchange: time.learn,
    exchange: undiciExchange(proxy ?? undefined),
  });
  const connect = (token: string): Transport => readingAgain(speaking(token));
  const key = privateKey ?? privateKeyText(await readTextFile(privateKeyPath ?? ''));
  if (key === null) {
    throw new Fault('settings_invalid', { message: 'The file of PRIVATE_KEY_PATH holds no private key in PEM form.' });
  }
  const asApp = await renewing(async () => signedAppToken({ appId, privateKey: key }, time.now()), connect);
  return {
    asApp,
    listing: async (installed) => connect(await readingToken(asApp, installed, null)),
    reading: async (installed, name) => connect(await readingToken(asApp, installed, name)),
  };
}

/** The organisation's defaults that the settings name; undefined = they name none. */
export function organizationPolicyFor(
  { asApp, reading }: AppAccess,
  file: Settings['organizationPolicy'],
): OrganizationPolicy | undefined {
  if (file === null) return undefined;
  return organizationPolicy(file, async () => {
    const name = { owner: file.owner, repo: file.repo };
    const installed = await installationOf(asApp, name);
    if (installed === null) {
      throw new Fault('github_not_found', { message: "The App isn't installed where ORGANIZATION_POLICY lies." });
    }
    return reading(installed, name);
  });
}

/** A repository that the App reaches, archived or not, by its own name. Throws `github_not_found` and `github_forbidden` for another. */
export async function installedAt(
  { asApp, reading }: AppAccess,
  name: RepositoryName,
): Promise<{ readonly installed: Installed; readonly repository: InstalledRepository; readonly transport: Transport }> {
  const shown = `${name.owner}/${name.repo}`;
  const installed = await installationOf(asApp, name);
  if (installed === null) throw new Fault('github_not_found', { message: `The App isn't installed on ${shown}.` });
  if (installed.fact.suspended) {
    throw new Fault('github_forbidden', { message: `The App's installation on ${shown} is suspended.` });
  }
  const transport = await reading(installed, name);
  const [repository] = await installationRepositories(transport);
  if (repository === undefined) {
    throw new Fault('github_not_found', { message: `The App's installation doesn't list ${shown}.` });
  }
  return { installed, repository, transport };
}
