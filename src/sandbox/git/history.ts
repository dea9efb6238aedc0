import type { Commit, GitStore } from './store.ts';

/** Questions to the commit graph. */

/** The commit and everything reachable from it. */
export function ancestors(store: GitStore, sha: string): Set<string> {
  const seen = new Set<string>();
  const open = [sha];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(store.commit(next)?.parents ?? []));
  }
  return seen;
}

export const isAncestor = (store: GitStore, ancestor: string, sha: string): boolean =>
  ancestors(store, sha).has(ancestor);

/** Newest common ancestor that is not itself below another one; null for unrelated histories. */
export function mergeBase(store: GitStore, a: string, b: string): string | null {
  const ofA = ancestors(store, a);
  const seen = new Set<string>();
  const found: Commit[] = [];
  const open = [b];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const commit = store.commit(next);
    if (commit === undefined) continue;
    if (ofA.has(next)) found.push(commit);
    else open.push(...commit.parents);
  }
  const best = found.filter(
    (one) => !found.some((other) => other.sha !== one.sha && isAncestor(store, one.sha, other.sha)),
  );
  return best.sort((x, y) => y.committer.timestamp - x.committer.timestamp)[0]?.sha ?? null;
}

/** Commits reachable from head but not from base, parents before children. */
export function commitsBetween(store: GitStore, base: string, head: string): Commit[] {
  const known = ancestors(store, base);
  const result: Commit[] = [];
  const open: { sha: string; ready: boolean }[] = [{ sha: head, ready: false }];
  const seen = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const commit = store.commit(next.sha);
    if (commit === undefined || known.has(next.sha)) continue;
    if (next.ready) {
      result.push(commit);
      continue;
    }
    if (seen.has(next.sha)) continue;
    seen.add(next.sha);
    open.push({ sha: next.sha, ready: true });
    for (const parent of [...commit.parents].reverse()) open.push({ sha: parent, ready: false });
  }
  return result;
}

/** Newest first along first parents and merges, by committer time: what `GET /commits` lists. */
export function log(store: GitStore, sha: string): Commit[] {
  return [...ancestors(store, sha)]
    .map((one) => store.commit(one))
    .filter((commit) => commit !== undefined)
    .sort((a, b) => b.committer.timestamp - a.committer.timestamp || (isAncestor(store, b.sha, a.sha) ? -1 : 1));
}
