import { sha256 } from '../../adapters/digest/sha256.ts';
import { GithubDoctorReader } from '../../adapters/github/health/repository-health.ts';
import { type InstalledRepository, installationRepositories } from '../../adapters/github/installation-repositories.ts';
import { GithubDeliveryLog } from '../../adapters/github/recovery/delivery-log.ts';
import { appFact, installationsOf } from '../../adapters/github/recovery/installations.ts';
import { GithubOpenPullRequests } from '../../adapters/github/recovery/open-pull-requests.ts';
import { GithubRepositoryComments } from '../../adapters/github/repository-comments.ts';
import type { OrganizationPolicy } from '../../adapters/github/organization-policy.ts';
import type { RepositoryName } from '../../adapters/github/rest/repository-name.ts';
import type { Transport } from '../../adapters/github/transport/transport.ts';
import { archivedFinding } from '../../core/doctor/reach.ts';
import type { SweepFinding } from '../../generated/types.ts';
import { keyText } from '../../core/route/key.ts';
import {
  enforcedNote,
  installationsNote,
  lostInstallations,
  lostRepositories,
  repositoriesNote,
} from '../../reconcile/audit-reach.ts';
import { auditGrants, auditRules } from '../../reconcile/audit-rules.ts';
import { givenUpPulls, givenUpWhere } from '../../reconcile/given-up.ts';
import { marks } from '../../reconcile/marks.ts';
import type { Inbox } from '../../reconcile/ports/inbox.ts';
import { sweepDeliveries } from '../../reconcile/sweep-deliveries.ts';
import { isWorthSweeping, sweepRepository } from '../../reconcile/sweep-repository.ts';
import type { Settings } from '../../settings/settings.ts';
import { type AppAccess, installedAt, openAppAccess, organizationPolicyFor } from './app-access.ts';
import { deliveryFinding, driftFinding, repositoryFindings } from './naming.ts';
import { olderStore } from './wishing.ts';

type Memory = Pick<Inbox, 'note' | 'seen' | 'givenUp'>;

interface Looking {
  readonly app: number;
  readonly organizationPolicy: OrganizationPolicy | undefined;
  readonly access: AppAccess;
  readonly memory: Memory;
  readonly now: Date;
}

/** As after a loss of the store: then the first sweep judges everything that is open. */
const noMemory: Memory = { note: async () => null, seen: async () => new Set(), givenUp: async () => [] };

/** What the sweeps would find, of all that the App reaches (null) or of one repository. Writes nothing. Throws a `Fault`. */
export async function lookForLost(
  name: RepositoryName | null,
  settings: Settings,
  now: Date,
): Promise<readonly SweepFinding[]> {
  const { readingStore } = await import('../../adapters/store/look.ts');
  const look = async (memory: Memory): Promise<readonly SweepFinding[]> => {
    const access = await openAppAccess(settings);
    const organizationPolicy = organizationPolicyFor(access, settings.organizationPolicy);
    const looking = { app: settings.appId, organizationPolicy, access, memory, now };
    return name === null ? everywhere(looking) : at(looking, name);
  };
  const found = await readingStore(settings.storePath, look);
  if (found === 'older') throw olderStore(settings.storePath);
  return found ?? look(noMemory);
}

async function everywhere(looking: Looking): Promise<readonly SweepFinding[]> {
  const { app, access, memory, now } = looking;
  const parts = { log: new GithubDeliveryLog(access.asApp), inbox: memory, redeliver: false };
  const note = await memory.note(keyText({ kind: 'sweep', of: 'deliveries' }));
  const { lost } = await sweepDeliveries(parts, note, () => now);
  const found: SweepFinding[] = lost.map(deliveryFinding);
  const fact = await appFact(access.asApp, app);
  const installations = await installationsOf(access.asApp);
  const uninstalled = lostInstallations(await memory.note(installationsNote), installations);
  found.push(...uninstalled.findings.map((one) => driftFinding('the App', one)));
  for (const { id, ...installation } of installations) {
    found.push(...auditGrants({ ...fact, installation }).map((one) => driftFinding(`installation ${id}`, one)));
    if (installation.suspended) continue;
    const installed = { id, fact: installation };
    const all = await installationRepositories(await access.listing(installed));
    const lost = await lostRepositories(await memory.note(repositoriesNote(id)), all, (repository) =>
      memory.note(enforcedNote(repository)),
    );
    found.push(...lost.findings.map((one) => driftFinding(`installation ${id}`, one)));
    for (const repository of all.filter(({ archived }) => !archived)) {
      if (!isWorthSweeping(await memory.note(openName(repository)), repository.pushed_at, now)) continue;
      found.push(...(await inRepository(looking, repository, await access.reading(installed, repository))));
    }
  }
  return found;
}

async function at(looking: Looking, name: RepositoryName): Promise<readonly SweepFinding[]> {
  const { repository, transport, installed } = await installedAt(looking.access, name);
  const shown = `${repository.owner}/${repository.repo}`;
  if (repository.archived) return [driftFinding(shown, archivedFinding(shown))];
  const fact = await appFact(looking.access.asApp, looking.app);
  return [
    ...auditGrants({ ...fact, installation: installed.fact }).map((one) =>
      driftFinding(`installation ${installed.id}`, one),
    ),
    ...(await inRepository(looking, repository, transport)),
  ];
}

async function inRepository(
  { app, organizationPolicy, memory, now }: Looking,
  { id, owner, repo }: InstalledRepository,
  transport: Transport,
): Promise<readonly SweepFinding[]> {
  const key = { owner, repo };
  const pulls = new GithubOpenPullRequests({ transport, app, marks });
  const parts = { reader: pulls, comments: new GithubRepositoryComments(transport, app), sha256 };
  const given = await givenUpWhere(memory, ({ repositoryId }) => repositoryId === id);
  const swept = await sweepRepository(parts, key, await memory.note(openName(key)), givenUpPulls(given), now);
  const organization = (await organizationPolicy?.()) ?? null;
  const reader = new GithubDoctorReader(transport, key, () => now);
  const drift = await auditRules(reader, { app_id: app, organization, now });
  const name = `${owner}/${repo}`;
  return [...repositoryFindings(name, swept), ...drift.findings.map((one) => driftFinding(name, one))];
}

/** Under what the App keeps where its sweep of a repository came to. */
function openName({ owner, repo }: RepositoryName): string {
  return keyText({ kind: 'repository_sweep', of: 'open', owner, repo });
}
