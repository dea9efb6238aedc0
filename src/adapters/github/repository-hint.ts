import type { PullRequestKey } from '../../reconcile/ports.ts';
import type { PullRequestMemory, ReadingMemory, RepositoryMemory } from './memory.ts';
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
  const wanted = { ...(known?.shared ?? nothingWanted), records: likelyRecords };
  return { wanted, baseRef: known?.baseRef ?? null };
}

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
  const known = memory.repositories.get(repositoryText(key));
  const own = sharable(wanted);
  const shared = known !== undefined && known.policy === policy ? common(known.shared, own) : own;
  memory.repositories.set(repositoryText(key), { policy, baseRef, shared } satisfies RepositoryMemory);
}

/** Without what is each pull request's own: its people, its records, its files. */
function sharable(wanted: Wanted): Wanted {
  const { teams, users, files, workflows, reports, issues_label, codeowners } = wanted;
  return {
    ...nothingWanted,
    teams,
    users,
    files: files.filter(({ text }) => text),
    workflows,
    reports,
    issues_label,
    codeowners,
  };
}

function common(some: Wanted, others: Wanted): Wanted {
  const paths = new Set(others.files.map(({ path }) => path));
  return {
    ...some,
    teams: some.teams.filter((slug) => others.teams.includes(slug)),
    users: some.users.filter((login) => others.users.includes(login)),
    files: some.files.filter(({ path }) => paths.has(path)),
    workflows: some.workflows.filter((path) => others.workflows.includes(path)),
    reports: some.reports.filter(({ artifact }) => others.reports.some((other) => other.artifact === artifact)),
    issues_label: others.issues_label,
    codeowners: some.codeowners && others.codeowners,
  };
}

function repositoryText({ owner, repo }: PullRequestKey): string {
  return `${owner}/${repo}`.toLowerCase();
}
