import type { Person } from '../../generated/types.ts';

/** What an event, a command or a schedule comes down to: where to look (DESIGN 3, github-checked 23). */
export type Key =
  | { readonly kind: 'pull_request'; readonly owner: string; readonly repo: string; readonly number: number }
  /** Resolved to its pull requests by the reader: events of forks name none. */
  | { readonly kind: 'commit'; readonly owner: string; readonly repo: string; readonly sha: string }
  | { readonly kind: 'repository'; readonly owner: string; readonly repo: string }
  /** A command: its signed body lies in the work's detail, the number is the pull request's or issue's. */
  | {
      readonly kind: 'command';
      readonly owner: string;
      readonly repo: string;
      readonly number: number;
      readonly comment: number;
    }
  /** A group of the merge queue; `sha` is its head. */
  | {
      readonly kind: 'merge_group';
      readonly owner: string;
      readonly repo: string;
      readonly base_ref: string;
      readonly sha: string;
    }
  /** A pull request that edits the policy: looked at apart from the gate, which never waits for it. */
  | { readonly kind: 'policy_edit'; readonly owner: string; readonly repo: string; readonly number: number }
  /** What came to the default branch, looked at for changes past the gate. */
  | { readonly kind: 'default_branch'; readonly owner: string; readonly repo: string }
  /** An incident issue that somebody closed, or whose label or comments somebody took away. */
  | { readonly kind: 'incident'; readonly owner: string; readonly repo: string; readonly number: number }
  /** A press on a button of our check; the person and the button are as the signed delivery told them. */
  | {
      readonly kind: 'press';
      readonly owner: string;
      readonly repo: string;
      readonly sha: string;
      readonly button: string;
      readonly person: Person;
    }
  | { readonly kind: 'installation'; readonly id: number }
  /** A sweep of all that the App reaches, of one installation, or of one repository. */
  | { readonly kind: 'sweep'; readonly of: Sweep }
  | { readonly kind: 'installation_sweep'; readonly of: Sweep; readonly id: number }
  | { readonly kind: 'repository_sweep'; readonly of: Sweep; readonly owner: string; readonly repo: string };

/** What a sweep looks for: failed deliveries, what is open and was not judged, and whether the gate is still enforced. */
export type Sweep = 'deliveries' | 'open' | 'rules';

/** A key as one line, for leases and for finding doubles. Owner and name in lower case: GitHub doesn't tell cases apart. */
export function keyText(key: Key): string {
  if (key.kind === 'installation') return `installation ${key.id}`;
  if (key.kind === 'sweep') return `sweep ${key.of}`;
  if (key.kind === 'installation_sweep') return `sweep ${key.of} ${key.id}`;
  const repository = `${key.owner}/${key.repo}`.toLowerCase();
  switch (key.kind) {
    case 'pull_request':
      return `pull_request ${repository}#${key.number}`;
    case 'policy_edit':
      return `policy_edit ${repository}#${key.number}`;
    case 'commit':
      return `commit ${repository}@${key.sha}`;
    case 'repository':
      return `repository ${repository}`;
    case 'command':
      return `command ${repository}#${key.number} ${key.comment}`;
    case 'merge_group':
      return `merge_group ${repository}@${key.sha}`;
    case 'default_branch':
      return `default_branch ${repository}`;
    case 'incident':
      return `incident ${repository}#${key.number}`;
    case 'press':
      return `press ${repository}@${key.sha} ${key.button} ${key.person.id}`;
    case 'repository_sweep':
      return `sweep ${key.of} ${repository}`;
  }
}
