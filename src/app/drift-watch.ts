import { GithubDoctorReader } from '../adapters/github/health/repository-health.ts';
import { appFact, installationFact, type Installation } from '../adapters/github/recovery/installations.ts';
import type { OrganizationPolicy } from '../adapters/github/organization-policy.ts';
import { renewing } from '../adapters/github/transport/renewing.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';
import { auditPermissions, covers } from '../core/access/permissions.ts';
import type { AppFact, Finding, InstallationFact } from '../core/doctor/facts.ts';
import { doctor } from '../generated/codes.ts';
import {
  enforcedNote,
  installationsNote,
  lostInstallations,
  lostRepositories,
  type ReachedRepository,
  repositoriesNote,
} from '../reconcile/audit-reach.ts';
import { auditGrants, auditRules } from '../reconcile/audit-rules.ts';
import type { RepositoryKey } from '../reconcile/ports/default-branch.ts';
import type { Inbox } from '../reconcile/ports/inbox.ts';
import { auditToken } from './access-token.ts';
import type { Connect } from './connections.ts';
import { tellInIssue } from './drift-telling.ts';
import type { Framework } from './framework.ts';
import type { Log } from './log/log.ts';
import type { Metrics } from './metrics/metrics.ts';

export interface DriftWatchOptions {
  readonly app: number;
  readonly framework: Pick<Framework, 'asApp'>;
  readonly connect: Connect;
  readonly inbox: Pick<Inbox, 'note' | 'keepNote'>;
  readonly organizationPolicy: OrganizationPolicy | undefined;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'drifted'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Where a repository is, by the ids that stay. */
export interface DriftPlace {
  readonly installationId: number;
  readonly repositoryId: number;
}

/** The hourly look for gates that hold no more (github-facts T40): told in log, metrics and one issue of the repository. */
export interface DriftWatch {
  readonly installations: (asApp: Transport, all: readonly Installation[]) => Promise<void>;
  readonly repositories: (installation: number, all: readonly ReachedRepository[]) => Promise<void>;
  /** Answers when to look again, milliseconds since the epoch: what was written a moment ago may not be shown yet. */
  readonly repository: (
    key: RepositoryKey,
    place: DriftPlace,
    isHeld: () => Promise<boolean>,
  ) => Promise<number | null>;
}

export function createDriftWatch(options: DriftWatchOptions): DriftWatch {
  const { app, framework, connect, inbox, organizationPolicy, log, metrics, now } = options;
  const factOf = factsOf(options);
  const say = (where: object, findings: readonly Finding[]): void => {
    for (const { code, message } of findings) {
      metrics.drifted(code);
      log.error({ ...where, code, next: doctor[code].next }, message);
    }
  };

  return {
    installations: async (asApp, all) => {
      const lost = lostInstallations(await inbox.note(installationsNote), all);
      say({}, lost.findings);
      await inbox.keepNote(installationsNote, lost.note, now());
      const fact = await appFact(asApp, app);
      for (const { id, ...installation } of all) {
        say({ installation: id }, auditGrants(factOf.keep(id, { ...fact, installation })));
      }
    },

    repositories: async (installation, all) => {
      const name = repositoriesNote(installation);
      const lost = await lostRepositories(await inbox.note(name), all, (id) => inbox.note(enforcedNote(id)));
      say({ installation }, lost.findings);
      await inbox.keepNote(name, lost.note, now());
    },

    repository: async (key, place, isHeld) => {
      const fact = await factOf.ask(place.installationId);
      const granted = grantedIn(fact);
      // Of one that is suspended nothing can be read; it was told of as a whole.
      if (granted === null) return null;
      const transport = await renewing(
        async () => auditToken(await framework.asApp(), place, granted),
        (token) => connect(token, { installation: place.installationId, lane: 'sweep' }),
      );
      const reader = new GithubDoctorReader(transport, key, () => new Date(now()));
      const organization = (await organizationPolicy?.()) ?? null;
      const audit = await auditRules(reader, { app_id: app, organization, now: new Date(now()) });
      const shown = `${key.owner}/${key.repo}`;
      say({ repository: shown }, audit.findings);
      if (audit.enforces === null) return null;
      await inbox.keepNote(enforcedNote(place.repositoryId), audit.enforces ? shown : '', now());
      if (!covers(granted, 'issues', auditPermissions.issues)) return null;
      const findings = audit.enforces ? [...auditGrants(fact), ...audit.findings] : [];
      return tellInIssue(options, { key, repositoryId: place.repositoryId, transport, isHeld }, findings);
    },
  };
}

/** Repositories of one sweep come within this, milliseconds: what their installation granted is asked once for all. */
const factAge = 300_000;

function factsOf({ app, framework, now }: Pick<DriftWatchOptions, 'app' | 'framework' | 'now'>) {
  const kept = new Map<number, { readonly at: number; readonly fact: AppFact }>();
  const keep = (id: number, fact: AppFact): AppFact => {
    kept.set(id, { at: now(), fact });
    return fact;
  };
  const ask = async (id: number): Promise<AppFact> => {
    const known = kept.get(id);
    if (known !== undefined && now() - known.at < factAge) return known.fact;
    const asApp = await framework.asApp();
    return keep(id, { ...(await appFact(asApp, app)), installation: await installationFact(asApp, id) });
  };
  return { keep, ask };
}

function grantedIn({ installation }: AppFact): InstallationFact['permissions'] | null {
  if (installation === null || installation === 'unasked' || installation.suspended) return null;
  return installation.permissions;
}
