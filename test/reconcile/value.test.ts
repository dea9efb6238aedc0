import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckRunWrite, Write } from '../../src/reconcile/ports.ts';
import { affordable, valueOf } from '../../src/reconcile/value.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { ticketPriority } from '../support/scenes.ts';

const check = (name: string, node_id: string | null): CheckRunWrite => ({
  kind: 'check_run',
  name,
  status: 'in_progress',
  conclusion: null,
  title: '',
  summary: '',
  text: '',
  annotations: [],
  annotations_before: 0,
  node_id,
  head_sha: '',
  external_id: '',
});
const sticky: Write = { kind: 'comment', node_id: 'C', body: '' };
const gate = check('rollout-gate', null);

describe('what a write is worth', () => {
  it.each<[string, Write, ReturnType<typeof valueOf>]>([
    ['the gate', gate, 'gate'],
    ['the gate that only observes', check('rollout-gate (observe)', null), 'gate'],
    ['the rest of its capsule', check('rollout-gate capsule 2/3', null), 'gate'],
    ['a required review', check('review: rollout-gate', 'R'), 'detail'],
    ['a required eval', check('eval: offline', null), 'detail'],
    ['the sticky comment', sticky, 'detail'],
  ])('%s', (_what, write, value) => {
    expect(valueOf(write)).toBe(value);
  });
});

describe('what is written now', () => {
  const tight = { shed: () => ({ until: 99 }) };
  const all = [gate, check('review: safety', null), check('eval: x', 'E'), sticky];

  it('is all of it where there is room, or no budget', () => {
    expect(affordable(all, null)).toEqual({ writes: all, later: null });
    const asked: number[] = [];
    const roomy = { shed: (creations: number) => (asked.push(creations), null) };
    expect(affordable(all, roomy)).toEqual({ writes: all, later: null });
    expect(asked).toEqual([2]);
  });

  it('is the gate alone where there is none, and the time for the rest', () => {
    expect(affordable(all, tight)).toEqual({ writes: [gate], later: 99 });
    expect(affordable([sticky], tight)).toEqual({ writes: [], later: 99 });
  });

  it('needs no second time for the gate alone, nor for nothing', () => {
    expect(affordable([gate], tight)).toEqual({ writes: [gate], later: null });
    expect(affordable([], tight)).toEqual({ writes: [], later: null });
  });
});

describe('a judgement without room', () => {
  let world: JudgingWorld;
  beforeAll(async () => {
    world = await openJudgingWorld();
  });
  afterAll(() => world.close());
  const names = (): readonly string[] => [...world.sandbox.world.checkRuns.values()].map(({ name }) => name);

  it('writes the gate, asks nobody, and a later one brings all the rest once', async () => {
    const pull = await world.open('a', ticketPriority());
    const first = await world.judge(pull, { asks: true, budget: { shed: () => ({ until: 99 }) } });
    expect([first.later, names(), world.sandbox.world.issueComments.size]).toEqual([99, ['rollout-gate'], 0]);
    expect(pull.requestedTeamIds).toEqual([]);
    const second = await world.judge(pull, { asks: true, budget: { shed: () => null } });
    expect([second.later, names().length, world.sandbox.world.issueComments.size]).toEqual([null, 6, 1]);
    expect(pull.requestedTeamIds.length).toBe(2);
    const third = await world.judge(pull, { asks: true, budget: { shed: () => ({ until: 99 }) } });
    expect([third.later, third.writes]).toEqual([null, []]);
  });
});
