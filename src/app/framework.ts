import { Probot, ProbotOctokit } from 'probot';
import { signedAppToken } from '../adapters/github/app-token.ts';
import type { RepositoryName } from '../adapters/github/rest/repository-name.ts';
import type { GithubTime } from '../adapters/github/transport/github-time.ts';
import { renewing } from '../adapters/github/transport/renewing.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';
import type { Settings } from '../settings/settings.ts';
import { contentsToken, grantedOptions, listingToken, repositoryToken } from './access-token.ts';
import type { Connect } from './connections.ts';
import type { GrantChanges } from './grant-changes.ts';
import type { Log } from './log/log.ts';
import { probotLog } from './log/probot-log.ts';
import { tokensOf } from './tokens.ts';

/** A delivery that our own door has verified. */
export interface Delivery {
  /** GitHub's GUID, the same when it is delivered again. */
  readonly id: string;
  readonly event: string;
  readonly payload: unknown;
}

/** Probot for the life of the App and its events; its key and its tokens. */
export interface Framework {
  /** Hands a delivery to the registered listeners. */
  readonly receive: (delivery: Delivery) => Promise<void>;
  readonly onDelivery: (listener: (delivery: Delivery) => void) => void;
  /**
   * A token for one repository, or one that only lists an installation's (null), kept until a minute before it ends, and no
   * longer than until GitHub `refused` it or the installation grants something else. Throws a `Fault`.
   */
  readonly token: (installationId: number, repositoryId: number | null, refused: string | null) => Promise<string>;
  /** Speaks as the App itself. Throws a `Fault`. */
  readonly asApp: () => Promise<Transport>;
  /** A token that reads the contents of one repository, wherever the App is installed on it. Throws a `Fault`. */
  readonly contentsToken: (repository: RepositoryName) => Promise<string>;
}

export interface FrameworkOptions {
  readonly settings: Settings;
  readonly privateKey: string;
  readonly log: Log;
  readonly connect: Connect;
  readonly time: GithubTime;
  readonly grants: Pick<GrantChanges, 'isNew'>;
}

/**
 * Probot's stock throttle spaces all writes of the process by a second, and its retry plugin sends POSTs again: both are
 * off, which only the function form of `defaults` does (github-facts section 0, points 5 and 6).
 */
const QuietOctokit = ProbotOctokit.defaults((options: object) => ({
  ...options,
  throttle: { enabled: false },
  retry: { enabled: false },
  authStrategy: eventless,
}));

/**
 * Probot's own makes a client for each event, which costs more than all else that a delivery needs before its work. No
 * listener of ours asks GitHub by it: each event gets the one that is there, and that one sends nothing.
 */
function eventless<Client>({ octokit }: { readonly octokit: Client }): (() => Promise<Client>) & { hook: () => never } {
  const hook = (): never => {
    throw new Error("Nothing is sent by Probot's own client.");
  };
  return Object.assign(async () => octokit, { hook });
}

export async function openFramework(options: FrameworkOptions): Promise<Framework> {
  const { settings, privateKey, log, connect, time, grants } = options;
  const probot = new Probot({
    appId: settings.appId,
    privateKey,
    secret: settings.webhookSecrets[0],
    baseUrl: settings.apiUrl,
    Octokit: QuietOctokit,
    log: probotLog(log),
  });
  await probot.ready();
  // Octokit signs by the machine's clock, and by that alone.
  const asApp = (): Promise<Transport> =>
    renewing(async () => signedAppToken({ appId: settings.appId, privateKey }, time.now()), connect);
  const granted = remembered(async (installationId: number) => grantedOptions(await asApp(), installationId));
  const tokens = tokensOf(
    async (installationId, repositoryId) =>
      repositoryId === null
        ? listingToken(await asApp(), installationId)
        : repositoryToken(await asApp(), installationId, repositoryId, await granted.ask(installationId)),
    time.now,
  );
  return {
    // Probot's types know each event's payload; ours is data until it is read.
    receive: ({ id, event, payload }) =>
      probot.receive({ id, name: event, payload } as Parameters<Probot['receive']>[0]),
    onDelivery: (listener) => {
      probot.onAny(({ id, name, payload }) => listener({ id, event: name, payload }));
    },
    asApp,
    contentsToken: async (repository) => contentsToken(await asApp(), repository),
    token: async (installationId, repositoryId, refused) => {
      if (await grants.isNew(installationId)) {
        granted.forget(installationId);
        tokens.forget(installationId);
      }
      return tokens.token(installationId, repositoryId, refused);
    },
  };
}

/** What was granted seldom changes, and a token lives for an hour anyway. */
const grantedFor = 3_600_000;

/** Asks once an hour for each installation; what failed is asked again. */
function remembered<T>(look: (id: number) => Promise<T>) {
  const kept = new Map<number, { readonly at: number; readonly value: Promise<T> }>();
  const ask = (id: number): Promise<T> => {
    const known = kept.get(id);
    if (known !== undefined && Date.now() - known.at < grantedFor) return known.value;
    const value = look(id);
    kept.set(id, { at: Date.now(), value });
    value.catch(() => kept.delete(id));
    return value;
  };
  return { ask, forget: (id: number): void => void kept.delete(id) };
}
