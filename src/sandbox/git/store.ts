/** Git objects of one fork network. Reads are synchronous, writes go through real git. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  /** Seconds since 1970, UTC. */
  readonly timestamp: number;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

/** `path` is the entry's name within its tree. */
export interface TreeEntry {
  readonly mode: '100644' | '100755' | '040000' | '120000' | '160000';
  readonly path: string;
  readonly sha: string;
  readonly type: 'blob' | 'tree' | 'commit';
}

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export interface GitStore {
  readonly commit: (sha: string) => Commit | undefined;
  readonly tree: (sha: string) => readonly TreeEntry[] | undefined;
  readonly blob: (sha: string) => Uint8Array | undefined;
  readonly writeBlob: (content: Uint8Array) => Promise<string>;
  readonly writeTree: (entries: readonly TreeEntry[]) => Promise<string>;
  readonly writeCommit: (commit: NewCommit) => Promise<string>;
  /** Three-way merge of two commits; null on conflict, else the merged tree's id. */
  readonly mergeCommits: (ours: string, theirs: string) => Promise<string | null>;
}
