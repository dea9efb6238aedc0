import type { Observation, OwnCheck, Write, WriteResult } from './ports.ts';

/** What a reading would show after the writes: what failed is as it was. */
export function afterWrites(
  observation: Observation,
  writes: readonly Write[],
  results: readonly WriteResult[],
  now: Date,
): Observation {
  const checks = new Map(observation.own_checks.map((check) => [check.node_id, check]));
  let { sticky_comment } = observation;
  for (const [index, write] of writes.entries()) {
    const { node_id, id, url, error } = results[index] ?? failed;
    if (node_id === null || error !== null) continue;
    if (write.kind === 'comment') sticky_comment = { node_id, id: id ?? sticky_comment?.id ?? 0, body: write.body };
    if (write.kind !== 'check_run') continue;
    const known: OwnCheck | undefined = checks.get(node_id);
    const { name, external_id, status, conclusion } = write;
    const started_at = known?.started_at ?? now.toISOString();
    const kept = { id: id ?? known?.id ?? 0, url: url ?? known?.url ?? null, started_at };
    checks.set(node_id, { node_id, name, external_id, status, conclusion, ...kept });
  }
  return { ...observation, own_checks: [...checks.values()], sticky_comment };
}

const failed: WriteResult = { node_id: null, id: null, url: null, error: 'no answer' };
