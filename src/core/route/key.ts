/** What an event, a command or a schedule comes down to: where to look (DESIGN 3, github-checked 23). */
export type Key =
  | { readonly kind: 'pull_request'; readonly owner: string; readonly repo: string; readonly number: number }
  /** Resolved to its pull requests by the reader: events of forks name none. */
  | { readonly kind: 'commit'; readonly owner: string; readonly repo: string; readonly sha: string }
  | { readonly kind: 'repository'; readonly owner: string; readonly repo: string }
  | { readonly kind: 'installation'; readonly id: number };

/** A key as one line, for leases and for finding doubles. Owner and name in lower case: GitHub doesn't tell cases apart. */
export function keyText(key: Key): string {
  if (key.kind === 'installation') return `installation ${key.id}`;
  const repository = `${key.owner}/${key.repo}`.toLowerCase();
  switch (key.kind) {
    case 'pull_request':
      return `pull_request ${repository}#${key.number}`;
    case 'commit':
      return `commit ${repository}@${key.sha}`;
    case 'repository':
      return `repository ${repository}`;
  }
}
