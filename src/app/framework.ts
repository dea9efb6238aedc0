import { Probot, ProbotOctokit } from 'probot';
import type { RepositoryName } from '../adapters/github/rest/repository-name.ts';
import { tokenPermissions } from '../core/access/permissions.ts';
import type { Settings } from '../settings/settings.ts';
import type { Delivery } from './door.ts';
import { contentsToken } from './contents-token.ts';
import { tokensOf } from './tokens.ts';

/** Probot for the life of the App: its key, its tokens, its events and its log. */
export interface Framework {
  readonly log: Probot['log'];
  /** Hands a delivery that our own door has verified to the registered listeners. */
  readonly receive: (delivery: Delivery) => Promise<void>;
  readonly onDelivery: (listener: (delivery: Delivery) => void) => void;
  /** A token for one repository, kept until a minute before it ends. Throws what octokit throws. */
  readonly token: (installationId: number, repositoryId: number) => Promise<string>;
  /** A token that reads the contents of one repository, wherever the App is installed on it. Throws a `Fault`. */
  readonly contentsToken: (repository: RepositoryName) => Promise<string>;
}

/**
 * Probot's stock throttle spaces all writes of the process by a second, and its retry plugin sends POSTs again: both are
 * off, which only the function form of `defaults` does (github-facts section 0, points 5 and 6).
 */
const QuietOctokit = ProbotOctokit.defaults((options: object) => ({
  ...options,
  throttle: { enabled: false },
  retry: { enabled: false },
}));

export async function openFramework(settings: Settings, privateKey: string): Promise<Framework> {
  const probot = new Probot({
    appId: settings.appId,
    privateKey,
    secret: settings.webhookSecrets[0],
    baseUrl: settings.apiUrl,
    Octokit: QuietOctokit,
    logFormat: 'json',
    logLevel: settings.logLevel,
    logLevelInString: true,
  });
  await probot.ready();
  const app = await probot.auth();
  app.hook.before('request', (options) => {
    options.headers['x-github-api-version'] = '2022-11-28';
  });
  return {
    log: probot.log,
    // Probot's types know each event's payload; ours is data until it is read.
    receive: ({ id, event, payload }) =>
      probot.receive({ id, name: event, payload } as Parameters<Probot['receive']>[0]),
    onDelivery: (listener) => {
      probot.onAny(({ id, name, payload }) => listener({ id, event: name, payload }));
    },
    contentsToken: (repository) => contentsToken(settings, app, repository),
    token: tokensOf(async (installationId, repositoryId) => {
      // Probot's own token cache asks api.github.com whatever the base URL; the octokit itself asks where it should.
      const { data } = await app.request('POST /app/installations/{installation_id}/access_tokens', {
        installation_id: installationId,
        repository_ids: [repositoryId],
        // One repository, and no more permissions than judging needs (github-facts T21).
        permissions: tokenPermissions,
      });
      return { value: data.token, ends: Date.parse(data.expires_at) };
    }),
  };
}
