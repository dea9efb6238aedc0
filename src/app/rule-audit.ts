import { GithubDoctorReader } from '../adapters/github/health/repository-health.ts';
import { appFact, type Installation } from '../adapters/github/recovery/installations.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';
import { doctor } from '../generated/codes.ts';
import { auditGrants, auditRules } from '../reconcile/audit-rules.ts';
import type { RepositoryKey } from '../reconcile/ports/default-branch.ts';
import type { Log } from './log/log.ts';
import type { Metrics } from './metrics/metrics.ts';

interface AuditParts {
  readonly app: number;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'drifted'>;
}

/** Tells in log and metrics whether the App and its installations are what they were (github-facts T40). */
export async function auditInstallations(
  { app, log, metrics }: AuditParts,
  asApp: Transport,
  installations: readonly Installation[],
): Promise<void> {
  const fact = await appFact(asApp, app);
  for (const { id, ...installation } of installations) {
    for (const { code, message } of auditGrants({ ...fact, installation })) {
      metrics.drifted(code);
      log.error({ installation: id, code, next: doctor[code].next }, message);
    }
  }
}

/** Tells in log and metrics whether a repository's gate is enforced where its policy says so. */
export async function auditRepository(
  { app, log, metrics }: AuditParts,
  key: RepositoryKey,
  transport: Transport,
  now: () => Date,
): Promise<void> {
  for (const { code, message } of await auditRules(new GithubDoctorReader(transport, key, now), app, now())) {
    metrics.drifted(code);
    log.error({ repository: `${key.owner}/${key.repo}`, code, next: doctor[code].next }, message);
  }
}
