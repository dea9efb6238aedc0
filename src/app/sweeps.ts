import { sha256 } from '../adapters/digest/sha256.ts';
import { faultOf } from '../adapters/fault.ts';
import { installationRepositories } from '../adapters/github/installation-repositories.ts';
import { GithubDeliveryLog } from '../adapters/github/recovery/delivery-log.ts';
import { installationsOf } from '../adapters/github/recovery/installations.ts';
import { GithubOpenPullRequests } from '../adapters/github/recovery/open-pull-requests.ts';
import { GithubRepositoryComments } from '../adapters/github/repository-comments.ts';
import type { GithubTime } from '../adapters/github/transport/github-time.ts';
import { renewing } from '../adapters/github/transport/renewing.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';
import { type Key, keyText, type Sweep } from '../core/route/key.ts';
import { givenUpPulls, givenUpWhere, tryAgain } from '../reconcile/given-up.ts';
import { marks } from '../reconcile/marks.ts';
import type { Inbox } from '../reconcile/ports/inbox.ts';
import { sweepDeliveries } from '../reconcile/sweep-deliveries.ts';
import { isWorthSweeping, sweepRepository } from '../reconcile/sweep-repository.ts';
import type { Settings } from '../settings/settings.ts';
import type { Connect } from './connections.ts';
import { createDriftWatch } from './drift-watch.ts';
import type { Framework } from './framework.ts';
import { mayHold } from './judging/held-back.ts';
import type { Log } from './log/log.ts';
import type { Metrics } from './metrics/metrics.ts';
import { organizationPolicyOf } from './organization-policy.ts';
import { nextSweep } from '../reconcile/schedule.ts';
import { foundTasks } from './swept-tasks.ts';
import { type Follow, type Place, type Task, wishOf } from '../reconcile/task.ts';

type RepositorySweep = Extract<Key, { readonly kind: 'repository_sweep' }>;

export interface SweepOptions {
  readonly settings: Pick<Settings, 'appId' | 'organizationPolicy'>;
  readonly framework: Pick<Framework, 'asApp' | 'token' | 'contentsToken'>;
  readonly connect: Connect;
  readonly inbox: Pick<Inbox, 'seen' | 'wish' | 'note' | 'keepNote' | 'forgetNotes' | 'givenUp' | 'retry'>;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'swept' | 'failed' | 'drifted'>;
  /** Milliseconds since the epoch, by our own clock. */
  readonly now?: () => number;
  /** GitHub's clock, by which what it lists is dated; default: ours. */
  readonly time?: Pick<GithubTime, 'now'>;
}

/** What was not kept again for so long is of a repository or comment that is gone, milliseconds. */
const noteAge = 30 * 86_400_000;

/**
 * Looks for what no delivery told of: from the App to its installations to their repositories, each a piece of work of its
 * own. What is found is work like any other, after what people wait for. Answers what follows, the next sweep with it;
 * null = the task is no sweep.
 */
export function createSweeps(
  options: SweepOptions,
): (task: Task, isHeld: () => Promise<boolean>) => Promise<readonly Follow[]> | null {
  const { framework, connect, inbox, log, metrics, now = Date.now } = options;
  const { appId: app } = options.settings;
  const githubNow = (): Date => new Date((options.time?.now ?? now)());
  const organizationPolicy = organizationPolicyOf(options.settings, framework, connect);
  const drift = createDriftWatch({ app, framework, connect, inbox, organizationPolicy, log, metrics, now });
  const transportFor = ({ installationId, repositoryId }: Place): Promise<Transport> =>
    renewing(
      (refused) => framework.token(installationId, repositoryId, refused),
      (token) => connect(token, { installation: installationId, lane: 'sweep' }, true),
    );

  const deliveries = async (): Promise<readonly Follow[]> => {
    const name = keyText({ kind: 'sweep', of: 'deliveries' });
    const parts = { log: new GithubDeliveryLog(await framework.asApp()), inbox, redeliver: true };
    const { lost, note } = await sweepDeliveries(parts, await inbox.note(name), githubNow);
    await inbox.keepNote(name, note, now());
    metrics.swept('delivery', lost.length);
    if (lost.length > 0) log.warn({ deliveries: lost.length }, 'asked GitHub for lost deliveries');
    return [];
  };

  const installations = async (of: Sweep): Promise<readonly Follow[]> => {
    await inbox.forgetNotes(now() - noteAge);
    const asApp = await framework.asApp();
    const all = await installationsOf(asApp);
    if (of === 'rules') await drift.installations(asApp, all);
    const active = all.filter(({ suspended }) => !suspended);
    return active.map(({ id }) => ({
      key: { kind: 'installation_sweep', of, id },
      place: { installationId: id, repositoryId: null },
    }));
  };

  const repositories = async (of: Sweep, place: Place): Promise<readonly Follow[]> => {
    const follows: Follow[] = [];
    const all = await installationRepositories(await transportFor(place));
    if (of === 'rules') await drift.repositories(place.installationId, all);
    const given =
      of === 'open' ? await givenUpWhere(inbox, ({ installationId }) => installationId === place.installationId) : [];
    // What concerns the whole installation; the rest is each repository's own.
    await tryAgain(
      inbox,
      given.filter(({ task }) => task.key.kind === 'installation'),
      place,
      now(),
    );
    const unsettled = new Set(given.map(({ task }) => task.place.repositoryId));
    for (const { id, owner, repo, pushed_at, archived } of all) {
      if (archived) continue;
      const note = await inbox.note(keyText({ kind: 'repository_sweep', of: 'open', owner, repo }));
      if (!unsettled.has(id) && !isWorthSweeping(note, pushed_at, githubNow())) continue;
      follows.push({ key: { kind: 'repository_sweep', of, owner, repo }, place: { ...place, repositoryId: id } });
    }
    return follows;
  };

  const rules = async (
    key: RepositorySweep,
    place: Place,
    isHeld: () => Promise<boolean>,
  ): Promise<readonly Follow[]> => {
    const { owner, repo } = key;
    const { installationId, repositoryId } = place;
    if (repositoryId === null) return [];
    const again = await drift.repository({ owner, repo }, { installationId, repositoryId }, isHeld);
    return again === null ? [] : [{ key, place, lane: 'sweep', due: again }];
  };

  const repository = async (key: RepositorySweep, place: Place): Promise<readonly Follow[]> => {
    const transport = await transportFor(place);
    const reader = new GithubOpenPullRequests({ transport, app, marks });
    const parts = { reader, comments: new GithubRepositoryComments(transport, app), sha256 };
    const name = keyText(key);
    const given = await givenUpWhere(inbox, ({ repositoryId }) => repositoryId === place.repositoryId);
    const found = await sweepRepository(parts, key, await inbox.note(name), givenUpPulls(given), githubNow());
    // GitHub answers here again. Open pull requests are judged in any case.
    const others = given.filter(
      ({ task: { key } }) => key.kind !== 'pull_request' || !found.pull_requests.includes(key.number),
    );
    await tryAgain(inbox, others, place, now());
    const closed: number[] = [];
    for (const number of found.closed) {
      if (await mayHold(inbox, { owner: key.owner, repo: key.repo, number })) closed.push(number);
    }
    const tasks = foundTasks(key, place, { ...found, pull_requests: [...found.pull_requests, ...closed] });
    // First what was found, then that it was: a process that ends in between finds it again.
    await inbox.wish(tasks.map(wishOf), now());
    await inbox.keepNote(name, found.note, now());
    const { governed, open, pull_requests, groups, commands } = found;
    metrics.swept('pull_request', pull_requests.length);
    metrics.swept('merge_group', groups.length);
    metrics.swept('command', commands.length);
    const counts = { open, pull_requests: pull_requests.length, groups: groups.length, commands: commands.length };
    log[tasks.length > 0 ? 'info' : 'debug']({ repository: `${key.owner}/${key.repo}`, governed, ...counts }, 'swept');
    return [];
  };

  const whole = async (of: Sweep): Promise<readonly Follow[]> => {
    try {
      return [...(of === 'deliveries' ? await deliveries() : await installations(of)), nextSweep(of, now())];
    } catch (error) {
      // It comes again in any case: given up, it would never.
      const { code, message, retry_after_seconds } = faultOf(error);
      metrics.failed(code);
      log.error({ sweep: of, code }, message);
      return [nextSweep(of, now() + (retry_after_seconds ?? 0) * 1_000)];
    }
  };

  return ({ key, place }, isHeld) => {
    if (key.kind === 'sweep') return whole(key.of);
    if (key.kind === 'installation_sweep') return repositories(key.of, place);
    if (key.kind !== 'repository_sweep') return null;
    return key.of === 'rules' ? rules(key, place, isHeld) : repository(key, place);
  };
}
