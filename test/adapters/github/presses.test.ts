import { describe, expect, test } from 'vitest';
import { Fault } from '../../../src/adapters/fault.ts';
import { readingMemory } from '../../../src/adapters/github/memory.ts';
import { writePressed } from '../../../src/adapters/github/presses.ts';
import type { Transport } from '../../../src/adapters/github/transport/transport.ts';
import { marks } from '../../../src/reconcile/marks.ts';

const key = { owner: 'acme', repo: 'agents', number: 1 };
const marker = '<!-- rollout-gate:draft 1 2 -->';
const review = {
  kind: 'review',
  marker,
  head_sha: 'a'.repeat(40),
  body: `${marker}\n\nThe record.`,
  comments: [],
} as const;

/** GitHub with the reviews that it has; `fail` says whether the next one is written although it answers 502, or not. */
function opened() {
  const state: { fail: 'with effect' | 'without effect' | null; code: 'github_server_error' | 'github_invalid' } = {
    fail: null,
    code: 'github_server_error',
  };
  const bodies: string[] = [];
  const transport = {
    graphql: async () => ({
      data: {
        repository: { pullRequest: { reviews: { nodes: bodies.map((body) => ({ viewerDidAuthor: true, body })) } } },
      },
      errors: [],
    }),
    rest: async () => {
      if (state.fail !== 'without effect') bodies.push(review.body);
      if (state.fail !== null) throw new Fault(state.code, { message: 'no' });
      return { status: 200, headers: {}, data: {} };
    },
  } as unknown as Transport;
  const memory = readingMemory();
  const write = () => writePressed({ transport, memory, app: 1, marks }, key, review);
  return { state, bodies, write };
}

describe('a review that a button asked for', () => {
  test('is written once, however often it is asked for', async () => {
    const { bodies, write } = opened();
    await write();
    await write();
    expect(bodies).toHaveLength(1);
  });

  test.each(['with effect', 'without effect'] as const)(
    'is there once after an answer that got lost, %s, and a further try',
    async (fail) => {
      const { state, bodies, write } = opened();
      state.fail = fail;
      await expect(write()).rejects.toMatchObject({ retryable: true });
      state.fail = null;
      await write();
      expect(bodies).toHaveLength(1);
    },
  );

  test('is given up where GitHub takes no suggestion at its lines', async () => {
    const { state, bodies, write } = opened();
    [state.fail, state.code] = ['without effect', 'github_invalid'];
    await write();
    expect(bodies).toEqual([]);
  });
});
