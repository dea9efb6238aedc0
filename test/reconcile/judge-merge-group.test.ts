import { expect, test } from 'vitest';
import { judgeMergeGroup, type JudgeGroupParts } from '../../src/reconcile/judge-merge-group.ts';
import type { MergeGroupObservation } from '../../src/reconcile/ports/merge-group.ts';
import { packing } from '../../src/adapters/digest/packing.ts';

const now = new Date('2026-11-21T10:00:00Z');
const key = { owner: 'acme', repo: 'agents', base_ref: 'main', sha: 'a'.repeat(40) };

/** A group that was let through once and can't be read now: what is written to it, and when it is looked at again. */
async function unclear(answered_lately: boolean) {
  const gate = {
    id: 1,
    node_id: 'C',
    name: 'rollout-gate',
    external_id: 'rg1:0:0',
    status: 'completed',
    conclusion: 'success',
  };
  const observation = {
    members: { kind: 'unclear', why: 'The queue could not be read to the end.' },
    has_policy: true,
    timeout_minutes: 30,
    created_at: '2026-11-21T09:59:00Z',
    answered_lately,
    target: {
      head_sha: key.sha,
      head_since: null,
      own_checks: [{ ...gate, started_at: null, url: null }],
      answers: null,
    },
  } as unknown as MergeGroupObservation;
  const parts = {
    groups: { observe: async () => observation },
    reader: {},
    writer: { write: async (_target: unknown, writes: readonly unknown[]) => writes.map(() => ({})) },
    packing,
    clock: { now: () => now },
  } as unknown as JudgeGroupParts;
  const { writes, again } = await judgeMergeGroup(parts, key, true);
  return { shown: writes.flatMap((one) => (one.kind === 'check_run' ? [one.status] : [])), again };
}

test("a group's success stands for as long as a replica may lag", async () => {
  expect(await unclear(true)).toEqual({ shown: [], again: now.getTime() + 30_000 });
});

test('a group that can not be read waits after that, although it was let through', async () => {
  expect(await unclear(false)).toEqual({ shown: ['in_progress'], again: now.getTime() + 2 * 60_000 });
});
