import type { PullRequestKey } from '../../reconcile/ports.ts';
import type { PullRequestMemory, ReadingMemory, RepositoryMemory } from './memory.ts';
import type { RepositoryName } from './rest/repository-name.ts';
import { nothingWanted, type Wanted } from './wanted.ts';

/** Where records are unless the policy says otherwise: asked for before the policy is known, they often save a request. */
const likelyRecords = ['change.yaml', 'rollout.yaml'];

/**
 * What to ask for at once of a pull request that wasn't read before: what all of its repository needed so far, which is what
 * the policy's roles and signals are made of. A guess: it costs or saves a request, no more.
 */
export function repositoryHint(
  memory: ReadingMemory,
  key: PullRequestKey,
): Omit<PullRequestMemory, 'baseRef'> & {
  readonly baseRef: string | null;
} {
  const known = memory.repositories.get(repositoryText(key));
  return known === undefined ? firstGuess : { wanted: known.shared, baseRef: known.baseRef };
}

/** Whether a pull request of the repository was read before, with its list of all that are open. */
export function isKnownRepository(
  { repositories }: Pick<ReadingMemory, 'repositories'>,
  name: RepositoryName,
): boolean {
  return repositories.get(repositoryText(name)) !== undefined;
}

/** Of a repository that nothing is known of. */
const firstGuess = { wanted: { ...nothingWanted, records: likelyRecords }, baseRef: null };

/**
 * Keeps what this pull request needed as far as others under the same policy did: what only one of them names (teams, say)
 * must not be asked for with every other one.
 */
export function keepRepositoryHint(
  memory: ReadingMemory,
  key: PullRequestKey,
  { wanted, baseRef }: PullRequestMemory,
  policy: string | null,
): void {
  if (!wanted.governed || policy === null) return;
  const text = repositoryText(key);
  const known = memory.repositories.get(text);
  const isKnown = known !== undefined && known.policy === policy;
  const shared = isKnown ? common(known.shared, wanted) : sharable(wanted);
  // Most judgements need what the ones before them did: there is nothing to keep then.
  if (isKnown && known.shared === shared && known.baseRef === baseRef) return;
  memory.repositories.set(text, { policy, baseRef, shared } satisfies RepositoryMemory);
}

/** Without what is each pull request's own: its people, its records, its files. */
function sharable(wanted: Wanted): Wanted {
  const { teams, users, files, workflows, reports, issues_label, codeowners } = wanted;
  return {
    ...nothingWanted,
    records: likelyRecords,
    teams,
    users,
    files: files.filter(({ text }) => text),
    workflows,
    reports,
    issues_label,
    codeowners,
  };
}

/** What is wanted by both: `some` itself, where that is all of it. */
function common(some: Wanted, others: Wanted): Wanted {
  const teams = kept(some.teams, (slug) => others.teams.includes(slug));
  const users = kept(some.users, (login) => others.users.includes(login));
  const files = kept(some.files, ({ path }) => others.files.some((other) => other.text && other.path === path));
  const workflows = kept(some.workflows, (path) => others.workflows.includes(path));
  const reports = kept(some.reports, ({ artifact }) => others.reports.some((other) => other.artifact === artifact));
  const { issues_label } = others;
  const codeowners = some.codeowners && others.codeowners;
  const isAll =
    teams === some.teams &&
    users === some.users &&
    files === some.files &&
    workflows === some.workflows &&
    reports === some.reports &&
    issues_label === some.issues_label &&
    codeowners === some.codeowners;
  return isAll ? some : { ...some, teams, users, files, workflows, reports, issues_label, codeowners };
}

/** Those that are wanted still; the same list where all are. */
function kept<One>(list: readonly One[], isWanted: (one: One) => boolean): readonly One[] {
  return list.every(isWanted) ? list : list.filter(isWanted);
}

function repositoryText({ owner, repo }: RepositoryName): string {
  return `${owner}/${repo}`.toLowerCase();
}
