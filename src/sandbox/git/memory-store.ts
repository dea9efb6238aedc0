import git from 'isomorphic-git';
import { createFsFromVolume, Volume } from 'memfs';
import type { Commit, GitStore, NewCommit, Signature, TreeEntry } from './store.ts';

const dir = '/';
const gitdir = '/.git';

const signed = (who: Signature) => ({ ...who, timezoneOffset: 0 });

const plain = (who: { name: string; email: string; timestamp: number }): Signature => ({
  name: who.name,
  email: who.email,
  timestamp: who.timestamp,
});

/**
 * Real git objects in memory. isomorphic-git writes them (so every id is the one that git itself would give);
 * what was written is kept decoded too, so that reads need no await.
 */
export async function memoryStore(): Promise<GitStore> {
  const fs = createFsFromVolume(new Volume());
  await git.init({ fs, dir, gitdir, defaultBranch: 'main' });
  const commits = new Map<string, Commit>();
  const trees = new Map<string, readonly TreeEntry[]>();
  const blobs = new Map<string, Uint8Array>();

  const readTree = async (oid: string): Promise<void> => {
    if (trees.has(oid)) return;
    const { tree } = await git.readTree({ fs, dir, gitdir, oid });
    const entries = tree.map((entry) => ({
      mode: (entry.mode === '40000' ? '040000' : entry.mode) as TreeEntry['mode'],
      path: entry.path,
      sha: entry.oid,
      type: entry.type,
    }));
    trees.set(oid, entries);
    for (const entry of entries) {
      if (entry.type === 'tree') await readTree(entry.sha);
      if (entry.type === 'blob' && !blobs.has(entry.sha)) {
        blobs.set(entry.sha, (await git.readBlob({ fs, dir, gitdir, oid: entry.sha })).blob);
      }
    }
  };

  const writeCommit = async (commit: NewCommit): Promise<string> => {
    const sha = await git.writeCommit({
      fs,
      dir,
      gitdir,
      commit: {
        tree: commit.tree,
        parent: [...commit.parents],
        message: commit.message,
        author: signed(commit.author),
        committer: signed(commit.committer),
      },
    });
    const { commit: written } = await git.readCommit({ fs, dir, gitdir, oid: sha });
    commits.set(sha, {
      sha,
      tree: written.tree,
      parents: written.parent,
      author: plain(written.author),
      committer: plain(written.committer),
      message: written.message.replace(/\n+$/, ''),
    });
    return sha;
  };

  return {
    commit: (sha) => commits.get(sha),
    tree: (sha) => trees.get(sha),
    blob: (sha) => blobs.get(sha),
    writeBlob: async (content) => {
      const sha = await git.writeBlob({ fs, dir, gitdir, blob: content });
      blobs.set(sha, content);
      return sha;
    },
    writeTree: async (entries) => {
      const tree = entries.map((entry) => ({ mode: entry.mode, path: entry.path, oid: entry.sha, type: entry.type }));
      const sha = await git.writeTree({ fs, dir, gitdir, tree });
      await readTree(sha);
      return sha;
    },
    writeCommit,
    mergeCommits: async (ours, theirs) => {
      const who = { name: 'merge', email: 'merge@sandbox.invalid', timestamp: 0, timezoneOffset: 0 };
      try {
        const merged = await git.merge({
          fs,
          dir,
          gitdir,
          ours,
          theirs,
          fastForward: true,
          noUpdateBranch: true,
          abortOnConflict: true,
          author: who,
          committer: who,
          message: 'test merge',
        });
        const tree = merged.tree ?? commits.get(merged.oid ?? '')?.tree;
        if (tree === undefined) return null;
        await readTree(tree);
        return tree;
      } catch (error) {
        if (error instanceof git.Errors.MergeConflictError || error instanceof git.Errors.MergeNotSupportedError) {
          return null;
        }
        throw error;
      }
    },
  };
}
