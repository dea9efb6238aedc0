import { expect, it } from 'vitest';
import { gateWriter } from '../../src/action/gate-writer.ts';
import type { Observation, Write, WriteResult } from '../../src/reconcile/ports.ts';

const check = (name: string): Write => ({ kind: 'check_run', name }) as Write;
const comment: Write = { kind: 'comment', node_id: null, body: '' };
const written = (name: string): WriteResult => ({ node_id: name, id: 1, url: null, error: null });

it('lets only the gate through, and answers for every write in its place', async () => {
  const seen: (readonly Write[])[] = [];
  const writer = gateWriter({
    write: async (_observation, writes) => {
      seen.push(writes);
      return writes.map((write) => written(write.kind === 'check_run' ? write.name : write.kind));
    },
  });
  const writes = ['review: safety', 'rollout-gate', 'eval: rollout-gate', 'rollout-gate capsule 2/2', 'rollout-gates'];
  const results = await writer.write({} as Observation, [comment, ...writes.map(check)]);
  expect(seen).toEqual([[check('rollout-gate'), check('rollout-gate capsule 2/2')]]);
  expect(results.map(({ node_id }) => node_id)).toEqual([
    null,
    null,
    'rollout-gate',
    null,
    'rollout-gate capsule 2/2',
    null,
  ]);
});
