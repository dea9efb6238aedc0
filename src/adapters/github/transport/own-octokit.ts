import { octokitTransport } from './octokit-transport.ts';
import type { Transport } from './transport.ts';

/**
 * Speaks through an octokit of its own with one token: for a command that a person waits for, where a maintained client
 * is worth more than the milliseconds of loading it. The Action's and the App's hot paths use `httpTransport`.
 */
export async function openOctokitTransport(options: {
  /** Root of the REST API without a slash at the end. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly token: string;
  /** `rollout-gate/<version>`. */
  readonly userAgent: string;
}): Promise<Transport> {
  const { apiUrl, graphqlUrl, token, userAgent } = options;
  const { Octokit } = await import('octokit');
  // Both plugins off: one spaces writes by a second, the other sends POSTs again (github-facts section 0).
  const quiet = { throttle: { enabled: false }, retry: { enabled: false } };
  const octokit = new Octokit({ auth: token, baseUrl: apiUrl, userAgent, ...quiet });
  return octokitTransport({ octokit, graphqlUrl, userAgent });
}
