import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keptWorld } from '../../src/sandbox/faults/lagging-world.ts';
import { pushPolicy, runsOn } from '../support/judged.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { manyProblems } from '../support/scenes.ts';

/** Annotations of records with problems, which GitHub only ever appends. */
let world: JudgingWorld;

beforeEach(async () => {
  world = await openJudgingWorld();
});

afterEach(() => world.close());

describe('a malformed record', () => {
  test('every problem is annotated at its line, in batches, once', async () => {
    const pull = await world.open('a', manyProblems(120));
    const { decision } = await world.judge(pull);
    const problems = decision?.problems.length ?? 0;
    expect(problems).toBeGreaterThan(100);
    const [run] = runsOn(world, pull.head.sha, 'rollout-gate');
    expect(run?.annotations).toHaveLength(problems);
    expect(run?.annotations[0]).toMatchObject({ path: 'change.yaml', annotation_level: 'failure' });
    await world.judge(pull);
    expect(runsOn(world, pull.head.sha, 'rollout-gate')).toHaveLength(1);
    expect(run?.annotations).toHaveLength(problems);
  });

  test('another set of annotations on the same head makes a new run of the same name', async () => {
    const pull = await world.open('a', manyProblems(3));
    await world.judge(pull);
    const before = runsOn(world, pull.head.sha, 'rollout-gate')[0]?.annotations.length;
    await pushPolicy(world, (text) => `${text}\nunknown_key: true\n`);
    await world.judge(pull);
    const runs = runsOn(world, pull.head.sha, 'rollout-gate');
    expect(runs).toHaveLength(2);
    expect(runs[0]?.annotations).toHaveLength(before ?? -1);
  });
});

test('a replica that shows a run without its last annotations does not get them appended twice', async () => {
  const pull = await world.open('a', manyProblems(120));
  await world.judge(pull);
  const run = runsOn(world, pull.head.sha, 'rollout-gate')[0];
  const whole = run?.annotations.length ?? 0;
  const replica = keptWorld(world.sandbox.world);
  const behind = replica.checkRuns.get(run?.id ?? 0);
  if (run === undefined || behind === undefined) throw new Error('there is no gate');
  behind.externalId = `${run.externalId}~50`;
  behind.annotations.splice(50);
  world.sandbox.faults.replica = replica;
  await world.judge(pull);
  expect(run.annotations).toHaveLength(whole);
  expect(runsOn(world, pull.head.sha, 'rollout-gate')).toHaveLength(1);
});
