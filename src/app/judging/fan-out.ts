import { everyOpenPullRequest, openPullRequestsOfCommit } from '../../adapters/github/commit-pull-requests.ts';
import { workableRepositories } from '../../adapters/github/installation-repositories.ts';
import { wakeBaseline } from './baseline.ts';
import type { JudgingPorts, Work } from './ports.ts';

/** The open pull requests of a commit or a repository, each a task of its own. */
export function pullRequestsOf({
  transportFor,
  inbox,
}: Pick<JudgingPorts, 'transportFor' | 'inbox'>): Work<'commit' | 'repository'> {
  return async (key, { place, lane }) => {
    const transport = await transportFor(place, lane);
    const numbers =
      key.kind === 'commit'
        ? await openPullRequestsOfCommit(transport, key, key.sha)
        : await everyOpenPullRequest(transport, key);
    const { owner, repo } = key;
    if (key.kind === 'commit' && numbers.length === 0) await wakeBaseline(inbox, { owner, repo }, place, transport);
    return numbers.map((number) => ({ key: { kind: 'pull_request', owner, repo, number }, place }));
  };
}

/** The repositories of an installation, each a task of its own, after what people wait for. */
export function repositoriesOf({ transportFor }: JudgingPorts): Work<'installation'> {
  return async (_key, { place: { installationId }, lane }) => {
    const list = await workableRepositories(await transportFor({ installationId, repositoryId: null }, lane));
    return list.map(({ id, owner, repo }) => ({
      key: { kind: 'repository', owner, repo },
      place: { installationId, repositoryId: id },
      lane: 'sweep',
    }));
  };
}
