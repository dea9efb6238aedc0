import { Fault } from '../adapters/fault.ts';
import { numberAt, textAt } from '../adapters/github/json-value.ts';
import type { RepositoryName } from '../adapters/github/rest/repository-name.ts';
import { graphqlUrl } from '../adapters/github/transport/endpoints.ts';
import { type OctokitLike, octokitTransport } from '../adapters/github/transport/octokit-transport.ts';
import { restPath } from '../adapters/github/transport/transport.ts';
import { version } from './version.ts';

/**
 * A token for the contents of one repository and nothing else, as the App: the token of a judgement is for the repository
 * under judgement alone. Throws a `Fault`; `github_not_found` where the App isn't installed on the repository.
 */
export async function contentsToken(
  { apiUrl }: { readonly apiUrl: string },
  octokit: OctokitLike,
  { owner, repo }: RepositoryName,
): Promise<string> {
  const transport = octokitTransport({
    octokit,
    graphqlUrl: graphqlUrl(apiUrl),
    userAgent: `rollout-gate/${version}`,
  });
  const installed = await transport.rest({
    method: 'GET',
    path: restPath('/repos/{owner}/{repo}/installation', { owner, repo }),
  });
  const installation_id = numberAt(installed.data, 'id') ?? 0;
  const made = await transport.rest({
    method: 'POST',
    path: restPath('/app/installations/{installation_id}/access_tokens', { installation_id }),
    body: { repositories: [repo], permissions: { contents: 'read', metadata: 'read' } },
  });
  const token = textAt(made.data, 'token');
  if (token !== null) return token;
  throw new Fault('github_answer_incomplete', { message: "GitHub made no token for the organisation's policy." });
}
