import type { PolicySource, Snapshot } from '../../../generated/types.ts';
import type { Wanted } from '../wanted.ts';
import type { LateFacts, Reading } from '../snapshot.ts';

/** How a merged pull request is read: as it was when it was merged, which is the reading's clock. */
export interface Past {
  /** Commit that the base branch had then. */
  readonly baseSha: string;
  /** What it is judged by; null = the default branch's policy of today. */
  readonly policy: PolicySource | null;
}

/** A reading of a merged pull request, turned into one of the open pull request that it was. */
export function readingThen<R extends Pick<Reading, 'pullRequest' | 'policy'>>(reading: R, { policy }: Past): R {
  const { pull_request } = reading.pullRequest;
  const then = { ...pull_request, state: 'open' as const, same_head: [] };
  return { ...reading, policy, pullRequest: { ...reading.pullRequest, pull_request: then } };
}

/** Reports that had been uploaded by then. */
export function lateFactsThen(late: LateFacts, now: Date): LateFacts {
  const reports = late.reports.filter(({ created_at }) => created_at === '' || Date.parse(created_at) <= now.getTime());
  return { ...late, reports };
}

/**
 * What GitHub keeps no history of: which issues and alerts were open counts as not read, where the policy asks; which ids
 * other pull requests used then is left out, since it stops only one of two that are open at once.
 */
export function snapshotThen(snapshot: Snapshot, { issues_label, code_scanning }: Wanted): Snapshot {
  const unread = { complete: false, open: [] };
  return {
    ...snapshot,
    ...(issues_label === null ? {} : { issues: unread }),
    ...(code_scanning ? { code_scanning: unread } : {}),
    id_uses: { complete: true, list: [] },
  };
}
