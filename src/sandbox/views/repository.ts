import type { User } from '../state/identity.ts';
import { fullName, isOrganization, ownerOf, roleOf, select } from '../state/queries.ts';
import type { Label, Repository } from '../state/repository.ts';
import { repositoryRoles } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { pageUrl, simpleUser } from './account.ts';
import { type Schemas, time } from './schema.ts';

export const repositoryUrl = (world: World, repository: Repository): string =>
  `${world.origin}/repos/${fullName(world, repository)}`;

export const repositoryPage = (world: World, repository: Repository, path = ''): string =>
  pageUrl(world, `${fullName(world, repository)}${path}`);

function urls(world: World, repository: Repository) {
  const url = repositoryUrl(world, repository);
  const name = fullName(world, repository);
  const host = new URL(world.origin).host;
  return {
    url,
    html_url: repositoryPage(world, repository),
    archive_url: `${url}/{archive_format}{/ref}`,
    assignees_url: `${url}/assignees{/user}`,
    blobs_url: `${url}/git/blobs{/sha}`,
    branches_url: `${url}/branches{/branch}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    comments_url: `${url}/comments{/number}`,
    commits_url: `${url}/commits{/sha}`,
    compare_url: `${url}/compare/{base}...{head}`,
    contents_url: `${url}/contents/{+path}`,
    contributors_url: `${url}/contributors`,
    deployments_url: `${url}/deployments`,
    downloads_url: `${url}/downloads`,
    events_url: `${url}/events`,
    forks_url: `${url}/forks`,
    git_commits_url: `${url}/git/commits{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    git_url: `git://${host}/${name}.git`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    issue_events_url: `${url}/issues/events{/number}`,
    issues_url: `${url}/issues{/number}`,
    keys_url: `${url}/keys{/key_id}`,
    labels_url: `${url}/labels{/name}`,
    languages_url: `${url}/languages`,
    merges_url: `${url}/merges`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    pulls_url: `${url}/pulls{/number}`,
    releases_url: `${url}/releases{/id}`,
    ssh_url: `git@${host}:${name}.git`,
    stargazers_url: `${url}/stargazers`,
    statuses_url: `${url}/statuses/{sha}`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    tags_url: `${url}/tags`,
    teams_url: `${url}/teams`,
    trees_url: `${url}/git/trees{/sha}`,
    clone_url: `${world.origin}/${name}.git`,
    mirror_url: null,
    hooks_url: `${url}/hooks`,
    svn_url: `${world.origin}/${name}`,
  };
}

export function repositoryView(world: World, repository: Repository) {
  const open = select(
    [...world.pullRequests.values(), ...world.issues.values()],
    (one) => one.repositoryId === repository.id && one.state === 'open',
  ).length;
  const forks = select(world.repositories.values(), (one) => one.parentId === repository.id).length;
  return {
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: fullName(world, repository),
    owner: simpleUser(world, ownerOf(world, repository)),
    private: repository.private,
    description: repository.description,
    fork: repository.parentId !== null,
    ...urls(world, repository),
    homepage: null,
    language: null,
    forks_count: forks,
    forks,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    size: 0,
    default_branch: repository.defaultBranch,
    open_issues_count: open,
    open_issues: open,
    is_template: false,
    topics: [] as string[],
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: repository.archived,
    disabled: false,
    visibility: repository.private ? 'private' : 'public',
    pushed_at: time(repository.pushedAt),
    created_at: time(repository.createdAt),
    updated_at: time(repository.updatedAt),
    license: null,
    allow_forking: true,
    web_commit_signoff_required: false,
  } satisfies Schemas['repository'];
}

/** The five booleans of a role. */
export function permissionsOf(role: (typeof repositoryRoles)[number] | 'none') {
  const has = (needed: (typeof repositoryRoles)[number]): boolean =>
    role !== 'none' && repositoryRoles.indexOf(role) >= repositoryRoles.indexOf(needed);
  return {
    admin: has('admin'),
    maintain: has('maintain'),
    push: has('write'),
    triage: has('triage'),
    pull: has('read'),
  };
}

export function minimalRepository(world: World, repository: Repository): Schemas['minimal-repository'] {
  const { master_branch: _unused, ...view } = { master_branch: '', ...repositoryView(world, repository) };
  return view;
}

/** `GET /repos/{owner}/{repo}`; `viewer` null for Apps, whose permissions are not a role. */
export function fullRepository(world: World, repository: Repository, viewer: User | null): Schemas['full-repository'] {
  const owner = ownerOf(world, repository);
  const parent = repository.parentId === null ? undefined : world.repositories.get(repository.parentId);
  const view = repositoryView(world, repository);
  return {
    ...view,
    permissions: viewer === null ? permissionsOf('read') : permissionsOf(roleOf(world, repository, viewer.id)),
    allow_rebase_merge: true,
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_auto_merge: false,
    allow_update_branch: false,
    delete_branch_on_merge: false,
    subscribers_count: 0,
    network_count: view.forks_count,
    ...(isOrganization(owner) ? { organization: simpleUser(world, owner) } : {}),
    ...(parent === undefined ? {} : { parent: repositoryView(world, parent), source: repositoryView(world, parent) }),
  };
}

/** A label's view; labels that were never defined show with GitHub's default colour. */
export function labelView(world: World, repository: Repository, name: string) {
  const label: Label | undefined = repository.labels.get(name.toLowerCase());
  return {
    id: label?.id ?? 0,
    node_id: label?.nodeId ?? '',
    url: `${repositoryUrl(world, repository)}/labels/${encodeURIComponent(name)}`,
    name: label?.name ?? name,
    description: label?.description ?? '',
    color: label?.color ?? 'ededed',
    default: false,
  };
}
