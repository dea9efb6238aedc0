import { readTextFile } from '../../adapters/files/text-file.ts';
import { Fault, faultOf } from '../../adapters/fault.ts';
import { type AppHealth, readAppHealth } from '../../adapters/github/health/app-health.ts';
import { GithubDoctorReader } from '../../adapters/github/health/repository-health.ts';
import type { RepositoryName } from '../../adapters/github/rest/repository-name.ts';
import { appFindings } from '../../core/doctor/app.ts';
import { clockFindings } from '../../core/doctor/clock.ts';
import type { Finding } from '../../core/doctor/facts.ts';
import { finding } from '../../core/doctor/finding.ts';
import { storeFindings } from '../../core/doctor/store.ts';
import { faults } from '../../generated/codes.ts';
import { examineRepository } from '../../reconcile/doctor.ts';
import { privateKeyText } from '../../settings/private-key.ts';
import { readSettings } from '../../settings/settings.ts';
import { apiUrlOf, openTransport, tokenOf } from '../check/pull-request.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { version } from '../version.ts';

type Environment = Terminal['environment'];

/** Variables that only the App's settings have; APP_ID alone says which App a rule should be pinned to. */
const settingNames = ['PRIVATE_KEY', 'PRIVATE_KEY_PATH', 'WEBHOOK_SECRET'];

/** Looks at the settings, the App and the repository, as far as the environment lets it. UsageError = there is nothing to look at. */
export async function findingsOf(
  name: RepositoryName | null,
  { environment: given, now }: Pick<Terminal, 'environment' | 'now'>,
): Promise<readonly Finding[]> {
  // The App's settings name a server as GHE_HOST, the `gh` command as GH_HOST.
  const environment: Environment = { ...given, GH_HOST: given['GHE_HOST'] || given['GH_HOST'] };
  const hasSettings = settingNames.some((one) => (environment[one] ?? '') !== '');
  if (name === null && !hasSettings) {
    throw new UsageError("Name a repository as OWNER/REPO, or give the App's settings in the environment.");
  }
  const settings = hasSettings ? [...settingFindings(environment), ...(await lookAtStore(environment, now()))] : [];
  const app = hasSettings ? await lookAsApp(name, environment, now) : null;
  if (app === 'refused')
    return [...settings, finding('app_unknown', "GitHub doesn't take APP_ID and the private key.")];
  const found = [...settings, ...(app === null ? [] : appFindings(app.fact))];
  const token = app === null ? tokenOf(environment) : app.token;
  // A look at the repository tells of the clock as well.
  if (name === null || token === null) return [...found, ...clockFindings(app?.skew ?? null)];
  const reader = new GithubDoctorReader(await openTransport(token, environment), name, now);
  const installation = app === null || app.fact.installation === 'unasked' ? null : app.fact.installation;
  const looker = {
    app_id: idIn(environment),
    as_job: app === null && environment['GITHUB_ACTIONS'] === 'true',
    granted: installation?.permissions ?? null,
  };
  return [...found, ...(await examineRepository(reader, looker))];
}

function settingFindings(environment: Environment): readonly Finding[] {
  const read = readSettings(environment);
  return 'mistakes' in read
    ? read.mistakes.map((mistake) => finding('settings_unusable', mistake))
    : [finding('settings_usable', "The App's settings can be used.")];
}

async function lookAtStore(environment: Environment, now: Date): Promise<readonly Finding[]> {
  const path = environment['STORE_PATH'] || 'rollout-gate.sqlite';
  try {
    // Only the App and doctor need the driver.
    const { lookIntoStore } = await import('../../adapters/store/look.ts');
    const found = await lookIntoStore(path, now.getTime());
    if (found === null) return [];
    if (found === 'older') return storeFindings({ kind: 'older' }, now.getTime());
    const letters = found.deadLetters.map((letter) => ({ ...letter, next: mendOf(letter.fault) }));
    return storeFindings({ kind: 'readable', ...found.counts, letters }, now.getTime());
  } catch (error) {
    const { code, message } = faultOf(error);
    return storeFindings(
      code === 'store_newer' ? { kind: 'newer', message } : { kind: 'unusable', message },
      now.getTime(),
    );
  }
}

function mendOf(fault: string): string {
  return Object.hasOwn(faults, fault) ? faults[fault as keyof typeof faults].next : '';
}

/** null = the settings name no App to look as. */
async function lookAsApp(
  name: RepositoryName | null,
  environment: Environment,
  now: () => Date,
): Promise<AppHealth | 'refused' | null> {
  const appId = idIn(environment);
  const privateKey = await keyIn(environment);
  if (appId === null || privateKey === null) return null;
  try {
    const credentials = { appId, privateKey, apiUrl: apiUrlOf(environment), userAgent: `rollout-gate/${version}` };
    return await readAppHealth(credentials, name, now);
  } catch (error) {
    if (error instanceof Fault && ['github_unauthorized', 'github_not_found'].includes(error.code)) return 'refused';
    throw error;
  }
}

function idIn(environment: Environment): number | null {
  const id = environment['APP_ID'] ?? '';
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : null;
}

async function keyIn(environment: Environment): Promise<string | null> {
  const path = environment['PRIVATE_KEY_PATH'] ?? '';
  const given = environment['PRIVATE_KEY'] || (path === '' ? '' : await readTextFile(path));
  return privateKeyText(given);
}
