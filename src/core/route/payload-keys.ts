import type { Key } from './key.ts';
import { nameAt, numberAt } from './payload.ts';

/** The keys of the repository that the payload is about; every other key of one is made by `withRepository`. */
export function repositoryKeys(payload: unknown): readonly Key[] {
  return withRepository(payload, (owner, repo) => ({ kind: 'repository', owner, repo }));
}

/** The keys of the installation that the payload came for. */
export function installationKeys(payload: unknown): readonly Key[] {
  const id = numberAt(payload, 'installation', 'id');
  return id === undefined ? [] : [{ kind: 'installation', id }];
}

/** The keys of a pull request of the payload's repository. */
export function pullRequestKeys(payload: unknown, number: number | undefined): readonly Key[] {
  if (number === undefined) return [];
  return withRepository(payload, (owner, repo) => ({ kind: 'pull_request', owner, repo, number }));
}

/** The keys of a commit of the payload's repository. */
export function commitKeys(payload: unknown, sha: string | undefined): readonly Key[] {
  return sha === undefined ? [] : withRepository(payload, (owner, repo) => ({ kind: 'commit', owner, repo, sha }));
}

/** The keys of an issue of the payload's repository that may be one of our incidents. */
export function incidentKeys(payload: unknown, number: number | undefined): readonly Key[] {
  if (number === undefined) return [];
  return withRepository(payload, (owner, repo) => ({ kind: 'incident', owner, repo, number }));
}

/** None where the payload doesn't say which repository it is about. */
export function withRepository(payload: unknown, key: (owner: string, repo: string) => Key): readonly Key[] {
  const owner = nameAt(payload, 'repository', 'owner', 'login') ?? nameAt(payload, 'repository', 'owner', 'name');
  const repo = nameAt(payload, 'repository', 'name');
  return owner === undefined || repo === undefined ? [] : [key(owner, repo)];
}
