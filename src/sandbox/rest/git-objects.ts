import { Hono } from 'hono';
import type { Signature, TreeEntry } from '../git/store.ts';
import { changeTree, flatten, type TreeChange } from '../git/tree.ts';
import { actingUser } from '../auth/access.ts';
import type { User } from '../state/identity.ts';
import { objectNodeId } from '../state/node-id.ts';
import { notFound, Refusal } from '../state/refusal.ts';
import type { Repository } from '../state/repository.ts';
import { gitCommitView } from '../views/commit.ts';
import { repositoryUrl } from '../views/repository.ts';
import type { World } from '../state/world.ts';
import { asObject, type Body, bodyOf, listIn, objectIn, optionalFlag, optionalText, textIn, textsIn } from './body.ts';
import { type Env, repositoryFor, type Rest, resolveRef } from './environment.ts';
import { paged } from './pagination.ts';

/** Blobs are served up to 100 MB, trees up to 100,000 entries (`truncated` beyond). */
const largestTree = 100_000;

export function signatureOf(user: User, now: Date): Signature {
  const email = user.emails[0] ?? `${user.id}+${user.login}@users.noreply.github.com`;
  return { name: user.name ?? user.login, email, timestamp: Math.floor(now.getTime() / 1000) };
}

export function signatureIn(body: Body | undefined, fallback: Signature): Signature {
  if (body === undefined) return fallback;
  const date = optionalText(body, 'date');
  return {
    name: textIn(body, 'name'),
    email: textIn(body, 'email'),
    timestamp: date === undefined ? fallback.timestamp : Math.floor(Date.parse(date) / 1000),
  };
}

function treeView(world: World, repository: Repository, sha: string, recursive: boolean) {
  const url = repositoryUrl(world, repository);
  const entries = recursive ? flatten(repository.git, sha) : (repository.git.tree(sha) ?? []);
  return {
    sha,
    url: `${url}/git/trees/${sha}`,
    tree: entries.slice(0, largestTree).map((entry) => ({
      path: entry.path,
      mode: entry.mode,
      type: entry.type,
      sha: entry.sha,
      ...(entry.type === 'blob' ? { size: repository.git.blob(entry.sha)?.length ?? 0 } : {}),
      ...(entry.type === 'commit' ? {} : { url: `${url}/git/${entry.type}s/${entry.sha}` }),
    })),
    truncated: entries.length > largestTree,
  };
}

async function treeChange(repository: Repository, entry: Body): Promise<readonly [string, TreeChange]> {
  const path = textIn(entry, 'path');
  if (entry['sha'] === null) return [path, null];
  const mode = (optionalText(entry, 'mode') ?? '100644') as TreeEntry['mode'];
  const type = (optionalText(entry, 'type') ?? (mode === '040000' ? 'tree' : 'blob')) as TreeEntry['type'];
  const content = optionalText(entry, 'content');
  const sha =
    content === undefined ? textIn(entry, 'sha') : await repository.git.writeBlob(new TextEncoder().encode(content));
  const known = type === 'tree' ? repository.git.tree(sha) : repository.git.blob(sha);
  if (known === undefined && type !== 'commit') throw new Refusal(422, `tree.sha ${sha} is not a valid ${type}`);
  return [path, { mode, sha, type }];
}

export function gitObjectRoutes(rest: Rest): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/repos/:owner/:repo/git/blobs/:file_sha', (c) => {
    const repository = repositoryFor(c, 'contents', 'read');
    const sha = c.req.param('file_sha');
    const blob = repository.git.blob(sha);
    if (blob === undefined) throw notFound();
    if (/raw/.test(c.req.header('accept') ?? '')) return c.body(blob.slice().buffer as ArrayBuffer);
    return c.json({
      sha,
      node_id: objectNodeId(repository.id, sha),
      size: blob.length,
      url: `${repositoryUrl(c.get('world'), repository)}/git/blobs/${sha}`,
      content: Buffer.from(blob).toString('base64'),
      encoding: 'base64',
    });
  });

  routes.post('/repos/:owner/:repo/git/blobs', async (c) => {
    const repository = repositoryFor(c, 'contents', 'write');
    const body = await bodyOf(c);
    const encoding = optionalText(body, 'encoding') === 'base64' ? 'base64' : 'utf8';
    const sha = await repository.git.writeBlob(new Uint8Array(Buffer.from(textIn(body, 'content'), encoding)));
    return c.json({ sha, url: `${repositoryUrl(c.get('world'), repository)}/git/blobs/${sha}` }, 201);
  });

  routes.get('/repos/:owner/:repo/git/trees/:tree_sha{.+}', (c) => {
    const repository = repositoryFor(c, 'contents', 'read');
    const asked = c.req.param('tree_sha');
    const commit = resolveRef(repository, asked);
    const sha = commit === undefined ? asked : (repository.git.commit(commit)?.tree ?? asked);
    if (repository.git.tree(sha) === undefined) throw notFound();
    // documented: any value of `recursive` counts, "0" and "false" too
    return c.json(treeView(c.get('world'), repository, sha, c.req.query('recursive') !== undefined));
  });

  routes.post('/repos/:owner/:repo/git/trees', async (c) => {
    const repository = repositoryFor(c, 'contents', 'write');
    const body = await bodyOf(c);
    const base = optionalText(body, 'base_tree');
    const from = base === undefined ? null : (repository.git.commit(base)?.tree ?? base);
    if (from !== null && repository.git.tree(from) === undefined) throw new Refusal(422, 'Invalid base_tree');
    const entries = listIn(body, 'tree') ?? [];
    const changes = new Map<string, TreeChange>();
    for (const entry of entries) {
      const [path, change] = await treeChange(repository, asObject(entry, 'tree'));
      changes.set(path, change);
    }
    const sha = await changeTree(repository.git, from, changes);
    return c.json(treeView(c.get('world'), repository, sha, false), 201);
  });

  routes.get('/repos/:owner/:repo/git/commits/:commit_sha', (c) => {
    const repository = repositoryFor(c, 'contents', 'read');
    const commit = repository.git.commit(c.req.param('commit_sha'));
    if (commit === undefined) throw notFound();
    return c.json(gitCommitView(c.get('world'), repository, commit));
  });

  routes.post('/repos/:owner/:repo/git/commits', async (c) => {
    const repository = repositoryFor(c, 'contents', 'write');
    const body = await bodyOf(c);
    const tree = textIn(body, 'tree');
    const parents = textsIn(body, 'parents') ?? [];
    if (repository.git.tree(tree) === undefined) throw new Refusal(422, 'Tree SHA does not exist');
    if (parents.some((parent) => repository.git.commit(parent) === undefined)) {
      throw new Refusal(422, 'Parent SHA does not exist or is not a commit object');
    }
    const author = signatureIn(objectIn(body, 'author'), signatureOf(actingUser(c.get('actor')), rest.now()));
    const committer = signatureIn(objectIn(body, 'committer'), author);
    const message = textIn(body, 'message');
    const sha = await repository.git.writeCommit({ tree, parents, author, committer, message });
    const commit = repository.git.commit(sha);
    if (commit === undefined) throw notFound();
    return c.json(gitCommitView(c.get('world'), repository, commit), 201);
  });

  const refView = (world: World, repository: Repository, ref: string, sha: string) => ({
    ref,
    node_id: objectNodeId(repository.id, sha),
    url: `${repositoryUrl(world, repository)}/git/${ref}`,
    object: { type: 'commit', sha, url: `${repositoryUrl(world, repository)}/git/commits/${sha}` },
  });

  routes.get('/repos/:owner/:repo/git/ref/:ref{.+}', (c) => {
    const repository = repositoryFor(c, 'contents', 'read');
    const ref = `refs/${c.req.param('ref')}`;
    const sha = repository.refs.get(ref);
    if (sha === undefined) throw notFound();
    return c.json(refView(c.get('world'), repository, ref, sha));
  });

  routes.get('/repos/:owner/:repo/git/matching-refs/:ref{.+}', (c) => {
    const repository = repositoryFor(c, 'contents', 'read');
    const matching = [...repository.refs].filter(([ref]) => ref.startsWith(`refs/${c.req.param('ref')}`));
    return c.json(paged(c, matching).map(([ref, sha]) => refView(c.get('world'), repository, ref, sha)));
  });

  routes.post('/repos/:owner/:repo/git/refs', async (c) => {
    const repository = repositoryFor(c, 'contents', 'write');
    const body = await bodyOf(c);
    const [ref, sha] = [textIn(body, 'ref'), textIn(body, 'sha')];
    await rest.effects.moveRef(c.get('actor'), repository, ref, sha, { create: true });
    return c.json(refView(c.get('world'), repository, ref, sha), 201);
  });

  routes.patch('/repos/:owner/:repo/git/refs/:ref{.+}', async (c) => {
    const repository = repositoryFor(c, 'contents', 'write');
    const body = await bodyOf(c);
    const [ref, sha] = [`refs/${c.req.param('ref')}`, textIn(body, 'sha')];
    await rest.effects.moveRef(c.get('actor'), repository, ref, sha, { force: optionalFlag(body, 'force') });
    return c.json(refView(c.get('world'), repository, ref, sha));
  });

  routes.delete('/repos/:owner/:repo/git/refs/:ref{.+}', async (c) => {
    const repository = repositoryFor(c, 'contents', 'write');
    await rest.effects.moveRef(c.get('actor'), repository, `refs/${c.req.param('ref')}`, null);
    return c.body(null, 204);
  });

  return routes;
}
