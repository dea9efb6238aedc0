import { type Context, Hono } from 'hono';
import { changedFiles } from '../git/difference.ts';
import { commitsBetween, isAncestor, log, mergeBase } from '../git/history.ts';
import type { Commit } from '../git/store.ts';
import { rulesetsFor } from '../effects/merge-rules.ts';
import { ownerOf, select } from '../state/queries.ts';
import { notFound, Refusal } from '../state/refusal.ts';
import type { Repository } from '../state/repository.ts';
import { commitView, commitWithFiles, fileView } from '../views/commit.ts';
import { pullSimple } from '../views/pull-request.ts';
import { repositoryPage, repositoryUrl } from '../views/repository.ts';
import { commitFor, type Env, repositoryFor, resolveRef } from './environment.ts';
import { linkPages, paged, pageOf } from './pagination.ts';

function protectionOf(c: Context<Env>, repository: Repository, branch: string) {
  const contexts = rulesetsFor(c.get('world'), repository, branch)
    .flatMap((ruleset) => ruleset.rules)
    .flatMap((rule) => (rule.type === 'required_status_checks' ? rule.parameters.required_status_checks : []));
  return {
    enabled: contexts.length > 0,
    required_status_checks: {
      enforcement_level: contexts.length > 0 ? 'everyone' : 'off',
      contexts: contexts.map((one) => one.context),
      checks: contexts.map((one) => ({ context: one.context, app_id: one.integration_id ?? null })),
    },
  };
}

/** `owner:branch` names a branch of the fork with that owner. */
function compareSide(c: Context<Env>, repository: Repository, name: string): string {
  const colon = name.indexOf(':');
  const owner = name.slice(0, Math.max(colon, 0));
  const world = c.get('world');
  const forks = select(
    world.repositories.values(),
    (one) => (one.parentId === repository.id || one.id === repository.id) && ownerOf(world, one).login === owner,
  );
  const sha = resolveRef(colon === -1 ? repository : (forks[0] ?? repository), name.slice(colon + 1));
  if (sha === undefined) throw notFound();
  return sha;
}

function compare(c: Context<Env>, repository: Repository, baseName: string, headName: string) {
  const world = c.get('world');
  const { git } = repository;
  const [base, head] = [compareSide(c, repository, baseName), compareSide(c, repository, headName)];
  const start = mergeBase(git, base, head);
  if (start === null) throw new Refusal(404, `No common ancestor between ${baseName} and ${headName}.`);
  const commits = commitsBetween(git, base, head);
  const behind = commitsBetween(git, head, base).length;
  // without `page` the first 250 commits; files stand on the first page only, at most 300 of them
  const page =
    c.req.query('page') === undefined && c.req.query('per_page') === undefined ? pageOf(c, 250, 250) : pageOf(c);
  linkPages(c, commits.length, page);
  const files = changedFiles(git, git.commit(start)?.tree ?? null, git.commit(head)?.tree ?? null).slice(0, 300);
  const page1 = page.number === 1;
  const html = repositoryPage(world, repository, `/compare/${baseName}...${headName}`);
  const status = commits.length === 0 ? (behind === 0 ? 'identical' : 'behind') : behind === 0 ? 'ahead' : 'diverged';
  return {
    url: `${repositoryUrl(world, repository)}/compare/${baseName}...${headName}`,
    html_url: html,
    permalink_url: repositoryPage(world, repository, `/compare/${base}...${head}`),
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: commitView(world, repository, git.commit(base) as Commit),
    merge_base_commit: commitView(world, repository, git.commit(start) as Commit),
    status,
    ahead_by: commits.length,
    behind_by: behind,
    total_commits: commits.length,
    commits: commits.slice(page.offset, page.offset + page.size).map((commit) => commitView(world, repository, commit)),
    files: page1 ? files.map((file) => fileView(world, repository, file, head)) : [],
  };
}

export function commitRoutes(): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/repos/:owner/:repo/branches', (c) => {
    const repository = repositoryFor(c, 'contents', 'read');
    const branches = [...repository.refs].filter(([ref]) => ref.startsWith('refs/heads/'));
    const views = paged(c, branches).map(([ref, sha]) => {
      const name = ref.slice('refs/heads/'.length);
      const url = `${repositoryUrl(c.get('world'), repository)}/commits/${sha}`;
      return { name, commit: { sha, url }, protected: rulesetsFor(c.get('world'), repository, name).length > 0 };
    });
    return c.json(views);
  });

  routes.get('/repos/:owner/:repo/branches/:branch{.+}', (c) => {
    const repository = repositoryFor(c, 'contents', 'read');
    const name = c.req.param('branch');
    const commit = repository.git.commit(repository.refs.get(`refs/heads/${name}`) ?? '');
    if (commit === undefined) throw new Refusal(404, 'Branch not found');
    const world = c.get('world');
    const self = `${repositoryUrl(world, repository)}/branches/${encodeURIComponent(name)}`;
    return c.json({
      name,
      commit: commitView(world, repository, commit),
      _links: { self, html: repositoryPage(world, repository, `/tree/${name}`) },
      protected: rulesetsFor(world, repository, name).length > 0,
      protection: protectionOf(c, repository, name),
      protection_url: `${self}/protection`,
    });
  });

  routes.get('/repos/:owner/:repo/commits', (c) => {
    const repository = repositoryFor(c, 'contents', 'read');
    const sha = resolveRef(repository, c.req.query('sha') ?? repository.defaultBranch);
    if (sha === undefined) throw notFound();
    const path = c.req.query('path');
    const commits = log(repository.git, sha).filter((commit) => {
      if (path === undefined) return true;
      const before = repository.git.commit(commit.parents[0] ?? '')?.tree ?? null;
      return changedFiles(repository.git, before, commit.tree).some(
        (file) => file.path === path || file.path.startsWith(`${path}/`) || file.previousPath === path,
      );
    });
    return c.json(paged(c, commits).map((commit) => commitView(c.get('world'), repository, commit)));
  });

  // Pull requests whose head history holds the commit, or that were merged with it.
  routes.get('/repos/:owner/:repo/commits/:commit_sha/pulls', (c) => {
    const repository = repositoryFor(c, 'pull_requests', 'read');
    const sha = commitFor(repository, c.req.param('commit_sha'));
    const pulls = select(
      c.get('world').pullRequests.values(),
      (pull) =>
        pull.repositoryId === repository.id &&
        ((pull.mergeCommitSha === sha && pull.mergedAt !== null) ||
          (isAncestor(repository.git, sha, pull.head.sha) && !isAncestor(repository.git, sha, pull.base.sha))),
    );
    return c.json(paged(c, pulls).map((pull) => pullSimple(c.get('world'), pull)));
  });

  routes.get('/repos/:owner/:repo/commits/:ref', (c) => {
    const repository = repositoryFor(c, 'contents', 'read');
    const sha = commitFor(repository, c.req.param('ref'));
    if (/\.sha/.test(c.req.header('accept') ?? '')) return c.text(sha);
    const page = pageOf(c, 300, 300);
    const commit = repository.git.commit(sha) as Commit;
    const whole = commitWithFiles(c.get('world'), repository, commit, { offset: 0, size: 3000 });
    linkPages(c, whole.files?.length ?? 0, page);
    return c.json(commitWithFiles(c.get('world'), repository, commit, page));
  });

  routes.get('/repos/:owner/:repo/compare/:basehead{.+}', (c) => {
    const repository = repositoryFor(c, 'contents', 'read');
    const [base, head] = c.req.param('basehead').split('...');
    if (base === undefined || head === undefined) throw notFound();
    return c.json(compare(c, repository, base, head));
  });

  return routes;
}
