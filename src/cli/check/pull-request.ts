import { systemClock } from '../../adapters/clock.ts';
import { packing } from '../../adapters/digest/packing.ts';
import { Fault } from '../../adapters/fault.ts';
import { readingMemory } from '../../adapters/github/memory.ts';
import { organizationPolicy, type PinnedFile } from '../../adapters/github/organization-policy.ts';
import { GithubPullRequestReader } from '../../adapters/github/pull-request-reader.ts';
import type { ReaderOptions } from '../../adapters/github/reader-options.ts';
import { graphqlUrl, proxyApplies } from '../../adapters/github/transport/endpoints.ts';
import { httpTransport } from '../../adapters/github/transport/http-transport.ts';
import { openOctokitTransport } from '../../adapters/github/transport/own-octokit.ts';
import type { Transport } from '../../adapters/github/transport/transport.ts';
import type { Capsule } from '../../generated/types.ts';
import { judgePullRequest } from '../../reconcile/judge-pull-request.ts';
import { marks } from '../../reconcile/marks.ts';
import { answersReader } from '../../reconcile/answers.ts';
import { needsOf } from '../../reconcile/needs.ts';
import type { PullRequestKey, PullRequestWriter } from '../../reconcile/ports.ts';
import { reportReader } from '../../reconcile/report-reading.ts';
import type { Terminal } from '../terminal.ts';
import { version } from '../version.ts';

type Environment = Terminal['environment'];

/** Root of the REST API: GITHUB_API_URL as Actions sets it, else that of GH_HOST as the `gh` command takes it. */
export function apiUrlOf(environment: Environment): string {
  const given = environment['GITHUB_API_URL'] ?? '';
  const host = environment['GH_HOST'] ?? '';
  const url =
    given !== '' ? given : host === '' || host === 'github.com' ? 'https://api.github.com' : `https://${host}/api/v3`;
  if (URL.canParse(url)) return url.replace(/\/$/, '');
  throw new Fault('input_invalid', { message: 'GITHUB_API_URL or GH_HOST is no address.' });
}

/** The token that a person or a job gives; none is the fault `input_invalid`. */
export function tokenOf(environment: Environment): string {
  const token = environment['GITHUB_TOKEN'] || environment['GH_TOKEN'] || '';
  if (token !== '') return token;
  throw new Fault('input_invalid', { message: 'A token is needed in GITHUB_TOKEN or GH_TOKEN.' });
}

/** octokit, but through a proxy of the environment the lean client, whose agent opens the tunnel. */
export function openTransport(token: string, environment: Environment): Transport | Promise<Transport> {
  const apiUrl = apiUrlOf(environment);
  const common = {
    apiUrl,
    graphqlUrl: environment['GITHUB_GRAPHQL_URL'] || graphqlUrl(apiUrl),
    token,
    userAgent: `rollout-gate/${version}`,
  };
  if (!proxyApplies(apiUrl, environment)) return openOctokitTransport(common);
  return httpTransport({ ...common, proxyEnv: environment });
}

/** How the command line reads GitHub: with the person's token, and a memory of its own. */
export async function readerOptions(environment: Environment, organization: PinnedFile | null): Promise<ReaderOptions> {
  const transport = await openTransport(tokenOf(environment), environment);
  return {
    transport,
    // Which of the check runs are ours decides nothing while nothing is written.
    app: 'rollout-gate',
    ...(organization === null
      ? {}
      : { organizationPolicy: organizationPolicy(organization, () => Promise.resolve(transport)) }),
    marks,
    needsOf,
    readReports: reportReader(packing.sha256),
    readAnswers: answersReader(packing.sha256),
    sha256: packing.sha256,
    memory: readingMemory(),
  };
}

/** Judges a pull request as it is on GitHub now, and writes nothing. null = its default branch has no policy. */
export async function judgeOnGithub(
  key: PullRequestKey,
  environment: Environment,
  organization: PinnedFile | null,
): Promise<Capsule | null> {
  const reader = new GithubPullRequestReader(await readerOptions(environment, organization));
  const parts = { reader, writer: noWriter, packing, clock: systemClock };
  return (await judgePullRequest(parts, key, { write: false })).capsule;
}

const noWriter: PullRequestWriter = { write: () => Promise.resolve([]) };
