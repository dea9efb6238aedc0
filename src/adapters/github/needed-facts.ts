import type { PermissionFact, SignalFileFact, Snapshot, TextFact, UserFact } from '../../generated/types.ts';
import type { Needs } from '../../reconcile/ports/needs.ts';
import type { BaseRun } from './facts/base-runs.ts';
import type { Found } from './facts/texts.ts';
import type { OtherGates } from './other-gates.ts';
import type { Collected } from './query/connection.ts';

/** Everything that was asked for because of needs, by what it is about. A missing entry was not asked or not told. */
export class NeededFacts {
  readonly teams = new Map<string, Collected>();
  readonly users = new Map<string, UserFact>();
  /** Node ids of teams by slug and of people by numeric id: by these they are asked to review. */
  readonly nodes = { teams: new Map<string, string>(), users: new Map<number, string>() };
  readonly permissions = new Map<number, PermissionFact | 'ask REST'>();
  /** By path; those of older commits by commit and path. */
  readonly records = {
    head: new Map<string, Found>(),
    base: new Map<string, Found>(),
    reviewed: new Map<string, Found>(),
  };
  readonly files = new Map<string, SignalFileFact>();
  readonly workflows = new Map<string, boolean>();
  issues: Collected | null = null;
  /** Those of all open pull requests. */
  readonly gates: OtherGates;
  /** Workflow runs on the base's tip. */
  baseRuns: readonly BaseRun[] = [];
  codeowners: Snapshot['codeowners'] | 'unread' = 'unread';
  /** Every text that the body was; null = not asked. */
  bodyTexts: readonly string[] | 'unread' | null = null;
  /** Head commits that answers were about; more than one = the head moved meanwhile. */
  readonly heads = new Set<string>();

  constructor(gates: OtherGates) {
    this.gates = gates;
  }

  /** Whether an answer was about another head commit. */
  movedFrom(headSha: string): boolean {
    for (const seen of this.heads) if (seen !== headSha) return true;
    return false;
  }
}

/** Texts of record files that are there; `unread` when any could not be read. */
export function recordFacts({ records }: NeededFacts, needs: Needs): readonly TextFact[] | 'unread' {
  const list: TextFact[] = [];
  for (const path of needs.records) {
    const [head, base] = [records.head.get(path) ?? 'unread', records.base.get(path) ?? 'unread'];
    if (head === 'unread' || base === 'unread') return 'unread';
    if (head !== 'absent') list.push(head);
    if (base !== 'absent') list.push(base);
    for (const commit of needs.reviewed) {
      // Not told = the approval can't be kept; nothing else hangs on it.
      const found = records.reviewed.get(`${commit}:${path}`);
      if (found !== undefined && typeof found !== 'string') list.push(found);
    }
  }
  return list;
}
