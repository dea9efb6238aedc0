import type { ChangeRecord, Problem, RolloutRecord } from '../../generated/types.ts';
import { parseChange } from '../../records/change/record.ts';
import { readPolicy } from '../../records/policy/reader.ts';
import { parseRollout } from '../../records/rollout/record.ts';
import type { FoundFile } from './file-set.ts';
import { pairProblems } from './pair.ts';

/** What was found in a set of files. */
export interface Findings {
  readonly files: number;
  /** File by file, each by line as its reader orders them. */
  readonly problems: readonly Problem[];
  /** Texts by path, for the lines that are shown. */
  readonly sources: ReadonlyMap<string, string>;
}

/**
 * Every problem of every file, and of the pairs that the files make. `beside` are change records that were not asked
 * for but lie next to a rollout record that was: they are read as its pair, and their own problems are not told.
 */
export function findingsIn(files: readonly FoundFile[], beside: readonly FoundFile[] = []): Findings {
  const problems = new Map<string, readonly Problem[]>();
  const changes = new Map<string, ChangeRecord | 'unread'>();
  const rollouts: RolloutRecord[] = [];
  for (const { path, kind, bytes } of files) {
    if (kind === 'policy') problems.set(path, readPolicy(textOf(bytes), path).problems);
    else if (kind === 'change') {
      const { record, problems: own } = parseChange(bytes, path);
      changes.set(folderOf(path), record ?? 'unread');
      problems.set(path, own);
    } else {
      const { record, problems: own } = parseRollout(bytes, path);
      if (record !== null) rollouts.push(record);
      problems.set(path, own);
    }
  }
  for (const { path, bytes } of beside) {
    if (!changes.has(folderOf(path))) changes.set(folderOf(path), parseChange(bytes, path).record ?? 'unread');
  }
  for (const rollout of rollouts) {
    const pair = pairProblems({ change: changes.get(folderOf(rollout.path)) ?? null, rollout });
    problems.set(rollout.path, [...(problems.get(rollout.path) ?? []), ...pair]);
  }
  return {
    files: files.length,
    problems: [...problems.values()].flat(),
    sources: new Map(files.map(({ path, bytes }) => [path, textOf(bytes)])),
  };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** For showing, and for readers that take text: bytes that are no UTF-8 become U+FFFD, and readers refuse those. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
