export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

/** `owner/name` in its parts; null when it is nothing of the kind. */
export function repositoryName(fullName: string): RepositoryName | null {
  const [owner, repo, ...more] = fullName.split('/');
  return owner === undefined || owner === '' || repo === undefined || repo === '' || more.length > 0
    ? null
    : { owner, repo };
}
