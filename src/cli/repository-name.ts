import type { RepositoryName } from '../adapters/github/rest/repository-name.ts';
import { UsageError } from './terminal.ts';

/** A repository of a command line. Throws UsageError for what is no OWNER/REPO. */
export function repositoryNamed(text: string): RepositoryName {
  const [, owner, repo] = /^([A-Za-z0-9-]{1,39})\/([\w.-]{1,100})$/.exec(text) ?? [];
  if (owner !== undefined && repo !== undefined && repo !== '.' && repo !== '..') return { owner, repo };
  throw new UsageError(`A repository is named as OWNER/REPO, and ${JSON.stringify(text)} is not of that form.`);
}
