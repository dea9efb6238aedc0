import type { GitStore, TreeEntry } from './store.ts';

/** Paths in trees. All paths are relative to the root, with `/` between the parts. */

/** Every entry below a tree with its full path, parents before children, as `recursive=1` lists them. */
export function flatten(store: GitStore, treeSha: string, prefix = ''): TreeEntry[] {
  return (store.tree(treeSha) ?? []).flatMap((entry) => {
    const full = { ...entry, path: prefix + entry.path };
    return entry.type === 'tree' ? [full, ...flatten(store, entry.sha, `${full.path}/`)] : [full];
  });
}

/** The entry at a path; undefined when there is none. */
export function entryAt(store: GitStore, treeSha: string, path: string): TreeEntry | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  let sha = treeSha;
  for (const [index, part] of parts.entries()) {
    const entry = store.tree(sha)?.find((one) => one.path === part);
    if (entry === undefined || index === parts.length - 1) return entry;
    if (entry.type !== 'tree') return undefined;
    sha = entry.sha;
  }
  return undefined;
}

/** What a path becomes: an object that is stored already, or null to remove it. */
export type TreeChange = {
  readonly mode: TreeEntry['mode'];
  readonly sha: string;
  readonly type: TreeEntry['type'];
} | null;

/** The tree with changes applied; directories that become empty vanish. */
export async function changeTree(
  store: GitStore,
  treeSha: string | null,
  changes: ReadonlyMap<string, TreeChange>,
): Promise<string> {
  const entries = new Map((treeSha === null ? [] : (store.tree(treeSha) ?? [])).map((entry) => [entry.path, entry]));
  const below = new Map<string, Map<string, TreeChange>>();
  for (const [path, change] of changes) {
    const slash = path.indexOf('/');
    if (slash === -1) {
      if (change === null) entries.delete(path);
      else entries.set(path, { ...change, path });
      continue;
    }
    const name = path.slice(0, slash);
    const inner = below.get(name) ?? new Map<string, TreeChange>();
    below.set(name, inner.set(path.slice(slash + 1), change));
  }
  for (const [name, inner] of below) {
    const old = entries.get(name);
    const sha = await changeTree(store, old?.type === 'tree' ? old.sha : null, inner);
    if (store.tree(sha)?.length === 0) entries.delete(name);
    else entries.set(name, { mode: '040000', path: name, sha, type: 'tree' });
  }
  return store.writeTree([...entries.values()]);
}

/** The tree with other modes of files that are in it. */
export async function changeModes(
  store: GitStore,
  treeSha: string,
  modes: Readonly<Record<string, TreeEntry['mode']>>,
): Promise<string> {
  const changes = Object.entries(modes).map(([path, mode]): [string, TreeChange] => {
    const entry = entryAt(store, treeSha, path);
    if (entry === undefined) throw new Error(`There is no ${path} to change`);
    return [path, { mode, sha: entry.sha, type: entry.type }];
  });
  return changeTree(store, treeSha, new Map(changes));
}

/** The tree with files written (text or bytes) or removed (null). */
export async function writeFiles(
  store: GitStore,
  treeSha: string | null,
  files: Readonly<Record<string, string | Uint8Array | null>>,
): Promise<string> {
  const changes = new Map<string, TreeChange>();
  for (const [path, content] of Object.entries(files)) {
    if (content === null) {
      changes.set(path, null);
      continue;
    }
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    changes.set(path, { mode: '100644', sha: await store.writeBlob(bytes), type: 'blob' });
  }
  return changeTree(store, treeSha, changes);
}
