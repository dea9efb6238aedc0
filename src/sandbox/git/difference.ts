import { diffLines, structuredPatch } from 'diff';
import type { GitStore, TreeEntry } from './store.ts';

/** One changed path between two trees. `previousPath` only for renames. */
export interface ChangedFile {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed';
  /** The blob now; for removed files the blob that was. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** Hunks as GitHub shows them; null for binary files and when the text did not change. */
  readonly patch: string | null;
}

interface Change {
  readonly path: string;
  readonly before: TreeEntry | null;
  readonly after: TreeEntry | null;
}

function changes(store: GitStore, before: string | null, after: string | null, prefix: string): Change[] {
  if (before === after) return [];
  const left = new Map((before === null ? [] : (store.tree(before) ?? [])).map((entry) => [entry.path, entry]));
  const right = new Map((after === null ? [] : (store.tree(after) ?? [])).map((entry) => [entry.path, entry]));
  return [...new Set([...left.keys(), ...right.keys()])].sort().flatMap((name): Change[] => {
    const [a, b] = [left.get(name), right.get(name)];
    if (a?.sha === b?.sha && a?.mode === b?.mode) return [];
    const path = prefix + name;
    const trees = changes(store, a?.type === 'tree' ? a.sha : null, b?.type === 'tree' ? b.sha : null, `${path}/`);
    const leaf = {
      path,
      before: a?.type === 'tree' ? null : (a ?? null),
      after: b?.type === 'tree' ? null : (b ?? null),
    };
    return leaf.before === null && leaf.after === null ? trees : [leaf, ...trees];
  });
}

/** Text of a blob; null when git would call it binary (a NUL among the first 8,000 bytes). */
function textOf(store: GitStore, entry: TreeEntry | null): string | null {
  const bytes = entry === null ? new Uint8Array() : (store.blob(entry.sha) ?? new Uint8Array());
  return bytes.subarray(0, 8000).includes(0) ? null : new TextDecoder().decode(bytes);
}

function hunks(before: string, after: string): Pick<ChangedFile, 'patch' | 'additions' | 'deletions'> {
  const lines = structuredPatch('a', 'b', before, after, undefined, undefined, { context: 3 }).hunks.flatMap((hunk) => [
    `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    ...hunk.lines,
  ]);
  const count = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length;
  return { patch: lines.length === 0 ? null : lines.join('\n'), additions: count('+'), deletions: count('-') };
}

function fileOf(store: GitStore, change: Change, from: Change | null): ChangedFile {
  const old = from?.before ?? change.before;
  const [before, after] = [textOf(store, old), textOf(store, change.after)];
  const counted =
    before === null || after === null ? { patch: null, additions: 0, deletions: 0 } : hunks(before, after);
  const status =
    from !== null ? 'renamed' : change.before === null ? 'added' : change.after === null ? 'removed' : 'modified';
  return {
    path: change.path,
    previousPath: from?.path ?? null,
    status,
    sha: (change.after ?? change.before)?.sha ?? '',
    ...counted,
  };
}

/** Share of the larger text's length that both have in common, by lines: git's default rename threshold is 0.5. */
function similarity(before: string, after: string): number {
  const larger = Math.max(before.length, after.length);
  if (larger === 0) return 0;
  const kept = diffLines(before, after)
    .filter((part) => !part.added && !part.removed)
    .reduce((sum, part) => sum + part.value.length, 0);
  return kept / larger;
}

/** Trees never change, so what differs between two of them is worked out once. */
const known = new WeakMap<GitStore, Map<string, readonly ChangedFile[]>>();

/** Files that differ between two trees, by path. A removed and an added file that are alike become one rename. */
export function changedFiles(store: GitStore, before: string | null, after: string | null): readonly ChangedFile[] {
  const ofStore = known.get(store) ?? new Map<string, readonly ChangedFile[]>();
  known.set(store, ofStore);
  const key = `${before} ${after}`;
  const files = ofStore.get(key) ?? compareTrees(store, before, after);
  ofStore.set(key, files);
  return files;
}

function compareTrees(store: GitStore, before: string | null, after: string | null): ChangedFile[] {
  const all = changes(store, before, after, '');
  const removed = all.filter((change) => change.after === null);
  const taken = new Set<Change>();
  const sources = new Map<Change, Change>();
  const added = all.filter((change) => change.before === null);
  for (const change of added) {
    const exact = removed.find((one) => !taken.has(one) && one.before?.sha === change.after?.sha);
    if (exact !== undefined) {
      taken.add(exact);
      sources.set(change, exact);
    }
  }
  // git stops looking for inexact renames above a limit too (diff.renameLimit)
  if (added.length * removed.length <= 10_000) {
    for (const change of added) {
      if (sources.has(change)) continue;
      const text = textOf(store, change.after);
      const best = removed
        .filter((one) => !taken.has(one))
        .map((one) => ({ one, score: similarity(textOf(store, one.before) ?? '', text ?? '') }))
        .sort((x, y) => y.score - x.score)[0];
      if (best !== undefined && best.score >= 0.5) {
        taken.add(best.one);
        sources.set(change, best.one);
      }
    }
  }
  return all.filter((change) => !taken.has(change)).map((change) => fileOf(store, change, sources.get(change) ?? null));
}
