import type { Observation, OwnCheck, PullRequestKey, Write, WriteResult } from '../../reconcile/ports.ts';
import type { OwnComment } from '../../reconcile/ports/thread.ts';
import { type Fresh, rewritten } from './fresh-writes.ts';
import { freshWrites, pullRequestText, type ReadingMemory, rememberWrites } from './memory.ts';
import { rememberUses } from './other-gates.ts';
import type { Marks } from './reader-options.ts';
import { annotationsPerWrite, idsUntil, isCut } from './write/mutation.ts';

/** Where writes are kept; without `marks`, which ids a gate's check names isn't. */
export interface WritesKept {
  readonly memory: ReadingMemory;
  readonly marks?: Pick<Marks, 'gates' | 'usesIn'> | undefined;
}

/** Keeps what was written: replicas show it late, and others' judgements then needn't read it. */
export function keepWrites(
  { memory, marks }: WritesKept,
  pull: PullRequestKey,
  observation: Observation,
  writes: readonly Write[],
  results: readonly WriteResult[],
): void {
  const key = pullRequestText(pull);
  const fresh = freshWrites(memory, key, observation.head_sha);
  const checks = new Map<string, Fresh<OwnCheck>>();
  for (const one of fresh?.checks ?? []) checks.set(one.now.node_id, one);
  let comment = fresh?.comment ?? null;
  for (const [index, write] of writes.entries()) {
    const { node_id = null, id = null, url = null, error = null } = results[index] ?? {};
    if (node_id === null || (error !== null && !isCut(write))) continue;
    if (write.kind === 'comment') {
      const shown = observation.sticky_comment;
      const now = { node_id, id: id ?? shown?.id ?? 0, body: write.body };
      comment = rewritten<OwnComment>(comment ?? undefined, shown, now, ({ body }) => body);
    }
    if (write.kind === 'check_run') {
      const { name, status, conclusion, summary } = write;
      const known = observation.own_checks.find((one) => one.node_id === node_id) ?? null;
      const started_at = known?.started_at ?? new Date().toISOString();
      const kept = { name, status, conclusion, id: id ?? known?.id ?? 0, url: url ?? known?.url ?? null, started_at };
      const uses = marks !== undefined && name === marks.gates[0] ? marks.usesIn(summary) : null;
      // A replica may show a run without its last annotations: whoever went on from there would append them again.
      for (const external_id of idsUntil(write, error === null ? write.annotations.length : annotationsPerWrite)) {
        if (uses !== null) rememberUses(memory, { node_id, external_id }, uses);
        const now = { node_id, external_id, ...kept };
        checks.set(
          node_id,
          rewritten<OwnCheck>(checks.get(node_id), known, now, (one) => one.external_id),
        );
      }
    }
  }
  const { head_sha } = observation;
  rememberWrites(memory, key, { head_sha, at: Date.now(), checks: [...checks.values()], comment });
}
