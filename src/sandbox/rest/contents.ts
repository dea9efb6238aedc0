import { type Context, Hono } from 'hono';
import { actingUser } from '../auth/access.ts';
import type { TreeEntry } from '../git/store.ts';
import { entryAt, writeFiles } from '../git/tree.ts';
import { branchTip } from '../state/queries.ts';
import { notFound, Refusal } from '../state/refusal.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { gitCommitView } from '../views/commit.ts';
import { repositoryPage, repositoryUrl } from '../views/repository.ts';
import { bodyOf, objectIn, optionalText, textIn } from './body.ts';
import { type Env, repositoryFor, type Rest, resolveRef } from './environment.ts';
import { signatureIn, signatureOf } from './git-objects.ts';

/** "All features of this endpoint are supported" up to 1 MB; raw and object up to 100 MB; nothing above. */
const megabyte = 1024 * 1024;

const kinds = { blob: 'file', tree: 'dir', commit: 'submodule' } as const;

const escaped = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

function entryView(world: World, repository: Repository, ref: string, path: string, entry: TreeEntry) {
  const url = `${repositoryUrl(world, repository)}/contents/${escaped(path)}?ref=${encodeURIComponent(ref)}`;
  const git = `${repositoryUrl(world, repository)}/git/${entry.type === 'tree' ? 'trees' : 'blobs'}/${entry.sha}`;
  const html = repositoryPage(world, repository, `/${entry.type}/${ref}/${escaped(path)}`);
  const download = repositoryPage(world, repository, `/raw/${ref}/${escaped(path)}`);
  return {
    name: path.split('/').at(-1) ?? '',
    path,
    sha: entry.sha,
    size: repository.git.blob(entry.sha)?.length ?? 0,
    url,
    html_url: html,
    git_url: git,
    download_url: entry.type === 'blob' ? download : null,
    type: entry.mode === '120000' ? 'symlink' : kinds[entry.type],
    _links: { self: url, git, html },
  };
}

function fileAnswer(c: Context<Env>, view: ReturnType<typeof entryView>, blob: Uint8Array): Response {
  const accept = c.req.header('accept') ?? '';
  if (blob.length > 100 * megabyte) throw new Refusal(403, 'The requested blob is too large to fetch via the API.');
  if (/\.raw/.test(accept)) {
    return c.body(blob.slice().buffer as ArrayBuffer, 200, {
      'content-type': 'application/vnd.github.raw+json; charset=utf-8',
    });
  }
  if (blob.length <= megabyte) {
    const content = Buffer.from(blob)
      .toString('base64')
      .replace(/(.{60})/g, '$1\n');
    return c.json({ ...view, content, encoding: 'base64' });
  }
  if (/\.object/.test(accept)) return c.json({ ...view, content: '', encoding: 'none' });
  throw new Refusal(
    403,
    'This API returns blobs up to 1 MB in size. The requested blob is too large to fetch via the API, but you can use the Git Data API to request blobs up to 100 MB in size.',
    [{ resource: 'Blob', field: 'data', code: 'too_large' }],
  );
}

export function contentRoutes(rest: Rest): Hono<Env> {
  const routes = new Hono<Env>();

  const read = (c: Context<Env>): Response => {
    const repository = repositoryFor(c, 'contents', 'read');
    const ref = c.req.query('ref') ?? repository.defaultBranch;
    const sha = resolveRef(repository, ref);
    if (sha === undefined) throw new Refusal(404, `No commit found for the ref ${ref}`);
    const tree = repository.git.commit(sha)?.tree ?? '';
    const path = (c.req.param('path') ?? '').replace(/\/$/, '');
    const entry =
      path === ''
        ? { mode: '040000' as const, path, sha: tree, type: 'tree' as const }
        : entryAt(repository.git, tree, path);
    if (entry === undefined) throw notFound();
    const world = c.get('world');
    if (entry.type === 'blob') {
      return fileAnswer(
        c,
        entryView(world, repository, ref, path, entry),
        repository.git.blob(entry.sha) ?? new Uint8Array(),
      );
    }
    const entries = (repository.git.tree(entry.sha) ?? [])
      .slice(0, 1000)
      .map((one) => entryView(world, repository, ref, path === '' ? one.path : `${path}/${one.path}`, one));
    if (/\.object/.test(c.req.header('accept') ?? '')) {
      return c.json({ ...entryView(world, repository, ref, path, entry), entries });
    }
    return c.json(entries);
  };

  routes.get('/repos/:owner/:repo/contents', read);
  routes.get('/repos/:owner/:repo/contents/:path{.+}', read);

  routes.put('/repos/:owner/:repo/contents/:path{.+}', async (c) => {
    const repository = repositoryFor(c, 'contents', 'write');
    const body = await bodyOf(c);
    const path = c.req.param('path');
    const branch = optionalText(body, 'branch') ?? repository.defaultBranch;
    const tip = branchTip(repository, branch);
    if (tip === undefined) throw new Refusal(404, `Branch ${branch} not found`);
    const tree = repository.git.commit(tip)?.tree ?? '';
    const old = entryAt(repository.git, tree, path);
    const given = optionalText(body, 'sha');
    if (old !== undefined && given === undefined) throw new Refusal(422, `Invalid request.\n\n"sha" wasn't supplied.`);
    if (given !== undefined && old?.sha !== given) throw new Refusal(409, `${path} does not match ${given}`);
    const content = new Uint8Array(Buffer.from(textIn(body, 'content'), 'base64'));
    const me = signatureOf(actingUser(c.get('actor')), rest.now());
    const committer = signatureIn(objectIn(body, 'committer'), me);
    const sha = await repository.git.writeCommit({
      tree: await writeFiles(repository.git, tree, { [path]: content }),
      parents: [tip],
      author: signatureIn(objectIn(body, 'author'), committer),
      committer,
      message: textIn(body, 'message'),
    });
    await rest.effects.moveRef(c.get('actor'), repository, `refs/heads/${branch}`, sha);
    const commit = repository.git.commit(sha);
    const entry = commit === undefined ? undefined : entryAt(repository.git, commit.tree, path);
    if (commit === undefined || entry === undefined) throw notFound();
    const answer = {
      content: entryView(c.get('world'), repository, branch, path, entry),
      commit: gitCommitView(c.get('world'), repository, commit),
    };
    return c.json(answer, old === undefined ? 201 : 200);
  });

  return routes;
}
