import { requireRole } from '../auth/access.ts';
import { changeCheckRun } from '../effects/checks.ts';
import type { Effects } from '../effects/effects.ts';
import { by, type Engine } from '../effects/engine.ts';
import type { App } from '../state/app.ts';
import type { CheckRun, CheckSuite } from '../state/check.ts';
import type { User } from '../state/identity.ts';
import { Refusal } from '../state/refusal.ts';
import type { Repository } from '../state/repository.ts';
import { checkRunEvent } from '../webhooks/payload.ts';

/** What people press on a check, and what time does to it. */
export interface CheckDriver {
  /** One of the run's buttons; only the App that made the run hears of it. */
  readonly pressAction: (run: CheckRun, user: User, identifier: string) => Promise<void>;
  readonly rerequestRun: (run: CheckRun, user: User) => Promise<void>;
  readonly rerequestSuite: (suite: CheckSuite, user: User) => Promise<void>;
  /** Runs that were incomplete for 14 days by the sandbox's clock end as stale; answers them. */
  readonly expireChecks: () => Promise<readonly CheckRun[]>;
}

type Work = <T>(task: () => Promise<T>) => Promise<T>;

/** Documented: GitHub marks a run as stale when it is incomplete for more than 14 days. */
const longest = 14 * 86_400_000;

export function checkDriver(engine: Engine, effects: Effects, work: Work): CheckDriver {
  const { world, now } = engine;
  return {
    pressAction: (run, user, identifier) =>
      work(async () => {
        const repository = world.repositories.get(run.repositoryId) as Repository;
        requireRole(world, repository, user, 'write');
        if (!run.actions.some((action) => action.identifier === identifier)) {
          throw new Refusal(422, `The check run has no action ${identifier}.`);
        }
        const extra = { requested_action: { identifier } };
        const event = checkRunEvent(world, by(repository, user), 'requested_action', run, extra);
        engine.emit({ ...event, onlyAppId: run.appId });
      }),
    rerequestRun: (run, user) => work(() => effects.rerequestCheckRun({ kind: 'user', user }, run)),
    rerequestSuite: (suite, user) => work(() => effects.rerequestCheckSuite({ kind: 'user', user }, suite)),
    expireChecks: () =>
      work(async () => {
        const old = [...world.checkRuns.values()].filter(
          (run) => run.status !== 'completed' && now().getTime() - run.createdAt.getTime() > longest,
        );
        for (const run of old) {
          const bot = world.users.get((world.apps.get(run.appId) as App).botUserId) as User;
          changeCheckRun(engine, bot, run, { conclusion: 'stale' });
        }
        return old;
      }),
  };
}
