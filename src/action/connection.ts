import { Fault } from '../adapters/fault.ts';
import { type RepositoryName, repositoryName } from '../adapters/github/rest/repository-name.ts';
import { graphqlUrl, proxyApplies } from '../adapters/github/transport/endpoints.ts';
import { httpTransport } from '../adapters/github/transport/http-transport.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The repository that the workflow runs in. Throws the fault `event_unreadable`. */
export function repositoryOf(environment: Environment): RepositoryName {
  const name = repositoryName(environment['GITHUB_REPOSITORY'] ?? '');
  if (name === null) throw new Fault('event_unreadable', { message: 'GITHUB_REPOSITORY names no repository.' });
  return name;
}

/**
 * Speaks to the GitHub of the run with one token, by way of the environment's proxy where one applies. `onSent` is called
 * when a request is on its way. Throws the fault `input_invalid`.
 */
export function connect(token: string, environment: Environment, onSent: () => void): Transport {
  const apiUrl = (environment['GITHUB_API_URL'] || 'https://api.github.com').replace(/\/$/, '');
  if (!URL.canParse(apiUrl)) throw new Fault('input_invalid', { message: 'GITHUB_API_URL is no address.' });
  return httpTransport({
    apiUrl,
    graphqlUrl: environment['GITHUB_GRAPHQL_URL'] || graphqlUrl(apiUrl),
    token,
    userAgent,
    onSent,
    keepAlive: true,
    ...(proxyApplies(apiUrl, environment) ? { proxyEnv: environment } : {}),
  });
}

const userAgent = 'rollout-gate-action';
