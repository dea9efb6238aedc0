import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { changedFiles } from '../git/difference.ts';
import { entryAt } from '../git/tree.ts';
import { branchTip, fullName, issueByNumber, pullByNumber, pullsByHead, repositoryByName } from '../state/queries.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { checkRunPage } from './check-run.ts';
import { deliveriesPage, deliveryPage } from './delivery.ts';
import { notFoundPage, page } from './document.ts';
import type { Html } from './html.ts';
import { issuePage } from './issue.ts';
import { mergeQueuePage } from './merge-queue.ts';
import { pullRequestPage } from './pull-request.ts';
import { commitPage, filePage, newFilePage, repositoriesPage, repositoryPage } from './repository.ts';
import { style } from './style.ts';

/** Nothing but our own style sheet and images may load: a page shows text that anybody may have written. */
const policy = "default-src 'none'; style-src 'self'; img-src 'self' http: https:; base-uri 'none'; form-action 'none'";

interface Shown {
  readonly title: string;
  readonly path?: string;
  readonly body: Html;
}

/** Pages for people, mounted at the root: `/` and `/ui/*`, the latter with github.com's paths. */
export function pagesRouter(world: World, _now: () => Date): Hono {
  const router = new Hono();
  router.get('/', (context) => answer(context, page('Sandbox', [], repositoriesPage(world))));
  for (const path of ['/ui', '/ui/']) router.get(path, (context) => context.redirect('/'));
  router.get('/ui/style.css', (context) => context.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }));
  router.get('/ui/deliveries', (context) => answer(context, page('Deliveries', [], deliveriesPage(world))));
  router.get('/ui/deliveries/:id{\\d+}', (context) => {
    const delivery = world.deliveries.get(Number(context.req.param('id')));
    if (delivery === undefined) return missing(context);
    return answer(context, page('Delivery', [['deliveries', 'deliveries']], deliveryPage(delivery)));
  });

  const shows = (
    path: string,
    show: (repository: Repository, name: string, context: Context) => Shown | null,
  ): void => {
    router.get(`/ui/:owner/:repo${path}`, (context) => {
      const repository = repositoryByName(world, context.req.param('owner') ?? '', context.req.param('repo') ?? '');
      if (repository === undefined) return missing(context);
      const name = fullName(world, repository);
      const shown = show(repository, name, context);
      if (shown === null) return missing(context);
      return answer(context, page(`${shown.title} · ${name}`, [[name, name]], shown.body));
    });
  };
  shows('', (repository) => ({ title: 'Repository', body: repositoryPage(world, repository) }));
  shows('/pull/:number{\\d+}', (repository, name, context) => {
    const pull = pullByNumber(world, repository.id, Number(context.req.param('number')));
    if (pull === undefined) return null;
    return { title: `${pull.title} #${pull.number}`, body: pullRequestPage(world, repository, name, pull) };
  });
  shows('/issues/:number{\\d+}', (repository, _name, context) => {
    const issue = issueByNumber(world, repository.id, Number(context.req.param('number')));
    if (issue === undefined) return null;
    return { title: `${issue.title} #${issue.number}`, body: issuePage(world, issue) };
  });
  shows('/queue/:branch{.+}', (repository, name, context) => {
    const branch = context.req.param('branch') ?? '';
    if (branchTip(repository, branch) === undefined) return null;
    return { title: `Merge queue of ${branch}`, body: mergeQueuePage(world, repository, name, branch) };
  });
  shows('/runs/:id{\\d+}', (repository, name, context) => {
    const run = world.checkRuns.get(Number(context.req.param('id')));
    if (run?.repositoryId !== repository.id) return null;
    const pulls = pullsByHead(world, repository.id, run.headSha).map(
      (pull) => html`<a href="/ui/${name}/pull/${pull.number}">#${pull.number} ${pull.title}</a> `,
    );
    return { title: run.name, body: checkRunPage(world, run, pulls) };
  });
  shows('/blob/:ref/:path{.+}', (repository, _name, context) => {
    const path = context.req.param('path') ?? '';
    const commit = repository.git.commit(shaOf(repository, context.req.param('ref') ?? ''));
    const entry = commit === undefined ? undefined : entryAt(repository.git, commit.tree, path);
    return entry?.type === 'blob' ? { title: path, body: filePage(repository, path, entry.sha) } : null;
  });
  shows('/new/:branch{.+}', (_repository, name, context) => {
    const path = context.req.query('filename') ?? '';
    const branch = context.req.param('branch') ?? '';
    return { title: `New file ${path}`, body: newFilePage(name, branch, path, context.req.query('value') ?? '') };
  });
  // The branch may have slashes: it is the longest beginning that is one.
  shows('/edit/:place{.+}', (repository, _name, context) => {
    const steps = (context.req.param('place') ?? '').split('/');
    for (let count = steps.length - 1; count > 0; count -= 1) {
      const tip = branchTip(repository, steps.slice(0, count).join('/'));
      const commit = tip === undefined ? undefined : repository.git.commit(tip);
      if (commit === undefined) continue;
      const path = steps.slice(count).join('/');
      const entry = entryAt(repository.git, commit.tree, path);
      return entry?.type === 'blob' ? { title: `Edit ${path}`, body: filePage(repository, path, entry.sha) } : null;
    }
    return null;
  });
  shows('/commit/:sha', (repository, _name, context) => {
    const commit = repository.git.commit(context.req.param('sha') ?? '');
    if (commit === undefined) return null;
    const [parent] = commit.parents;
    const before = parent === undefined ? null : (repository.git.commit(parent)?.tree ?? null);
    const patches = changedFiles(repository.git, before, commit.tree).map((file) => [file.path, file.patch] as const);
    return { title: commit.message, body: commitPage(world, repository, commit.message, commit.sha, patches) };
  });
  return router;
}

function shaOf(repository: Repository, ref: string): string {
  return branchTip(repository, ref) ?? repository.refs.get(`refs/tags/${ref}`) ?? ref;
}

async function answer(context: Context, body: Html, status: 200 | 404 = 200): Promise<Response> {
  context.header('content-security-policy', policy);
  context.header('x-content-type-options', 'nosniff');
  return context.html(await body, status);
}

function missing(context: Context): Promise<Response> {
  return answer(context, notFoundPage(), 404);
}
