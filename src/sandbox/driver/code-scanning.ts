import { by, type Engine } from '../effects/engine.ts';
import type { AlertRule, CodeScanningAlert, DismissedReason } from '../state/code-scanning.ts';
import type { User } from '../state/identity.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { find, select } from '../state/queries.ts';
import type { Repository } from '../state/repository.ts';
import { actionsAppId } from '../state/world.ts';
import { codeScanningEvent } from '../webhooks/code-scanning.ts';

/** What an analysis found on one ref. */
export interface Analysis {
  readonly repository: Repository;
  /** A pull request's analysis is of its merge ref, as CodeQL's is. */
  readonly on: PullRequest | { readonly branch: string; readonly sha: string };
  /** All that is open there; what was open before and is not among them is fixed. */
  readonly found: readonly AlertRule[];
}

export interface CodeScanningDriver {
  /** Alerts are told apart by their rule: one for each. */
  readonly analyse: (analysis: Analysis) => Promise<readonly CodeScanningAlert[]>;
  readonly dismissAlert: (alert: CodeScanningAlert, user: User, reason: DismissedReason) => Promise<void>;
  readonly reopenAlert: (alert: CodeScanningAlert, user: User) => Promise<void>;
}

type Work = <T>(task: () => Promise<T>) => Promise<T>;

export function codeScanningDriver(engine: Engine, work: Work): CodeScanningDriver {
  const { world, now, emit } = engine;

  const tell = (alert: CodeScanningAlert, action: string, ref: string, sender?: User): void => {
    const repository = world.repositories.get(alert.repositoryId) as Repository;
    const bot = world.users.get(world.apps.get(actionsAppId)?.botUserId ?? 0) as User;
    emit(codeScanningEvent(world, by(repository, sender ?? bot), action, alert, ref));
  };

  const opened = (repository: Repository, rule: AlertRule): CodeScanningAlert => {
    const own = select(world.codeScanningAlerts.values(), ({ repositoryId }) => repositoryId === repository.id);
    const alert: CodeScanningAlert = {
      id: world.nextId(),
      repositoryId: repository.id,
      number: own.length + 1,
      rule,
      instances: new Map(),
      dismissed: null,
      createdAt: now(),
      updatedAt: now(),
    };
    world.codeScanningAlerts.set(alert.id, alert);
    return alert;
  };

  const seen = (alert: CodeScanningAlert, ref: string, commitSha: string, state: 'open' | 'fixed'): void => {
    const before = alert.instances.get(ref)?.state;
    const isNew = alert.instances.size === 0;
    alert.instances.delete(ref);
    alert.instances.set(ref, { ref, commitSha, state, path: 'tools/create_ticket.json' });
    alert.updatedAt = now();
    if (before === state) return;
    if (state === 'fixed') tell(alert, 'fixed', ref);
    else tell(alert, isNew ? 'created' : before === 'fixed' ? 'reopened' : 'appeared_in_branch', ref);
  };

  return {
    analyse: ({ repository, on, found }) =>
      work(async () => {
        const isPull = 'head' in on;
        const ref = isPull ? `refs/pull/${on.number}/merge` : `refs/heads/${on.branch}`;
        const sha = isPull ? (on.mergeCommitSha ?? on.head.sha) : on.sha;
        const id = world.nextId();
        const analysis = { id, repositoryId: repository.id, ref, commitSha: sha, results: found.length };
        world.codeScanningAnalyses.set(id, { ...analysis, createdAt: now() });
        const own = (): CodeScanningAlert[] =>
          select(world.codeScanningAlerts.values(), ({ repositoryId }) => repositoryId === repository.id);
        const open = found.map((rule) => find(own(), (one) => one.rule.id === rule.id) ?? opened(repository, rule));
        for (const alert of open) seen(alert, ref, sha, 'open');
        for (const alert of own()) {
          if (!open.includes(alert) && alert.instances.get(ref)?.state === 'open') seen(alert, ref, sha, 'fixed');
        }
        return open;
      }),
    dismissAlert: (alert, user, reason) =>
      work(async () => {
        alert.dismissed = { byId: user.id, at: now(), reason };
        alert.updatedAt = now();
        tell(alert, 'closed_by_user', [...alert.instances.keys()].at(-1) ?? '', user);
      }),
    reopenAlert: (alert, user) =>
      work(async () => {
        alert.dismissed = null;
        alert.updatedAt = now();
        tell(alert, 'reopened_by_user', [...alert.instances.keys()].at(-1) ?? '', user);
      }),
  };
}
