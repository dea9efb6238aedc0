import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { nextMoment } from '../../src/reconcile/next-moment.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';

/** A team that starts by watching: nothing is blocked, and nothing stands under the name that a ruleset requires. */
let world: JudgingWorld;
beforeEach(async () => {
  world = await openJudgingWorld();
});
afterEach(() => world.close());

const path = '.github/rollout-gate.yml';

async function enforcement(words: string): Promise<void> {
  const text = String(sampleFiles[path]).replace('enforcement: enforce', `enforcement: ${words}`);
  await world.sandbox.push(world.repository, 'main', { files: { [path]: text }, pusher: world.people.grace });
}

/** The newest run of each of the gate's names on the head, as `name conclusion title`. */
function gates(pull: PullRequest): readonly string[] {
  const runs = [...world.sandbox.world.checkRuns.values()].filter(
    ({ headSha, name }) => headSha === pull.head.sha && /^rollout-gate( \(observe\))?$/.test(name),
  );
  const newest = new Map(runs.map((run) => [run.name, run]));
  return [...newest.values()].map(
    ({ name, conclusion, output }) => `${name} ${conclusion} ${output.title?.split(':')[0]}`,
  );
}

const prompt = { 'prompts/x.md': 'x\n' };
const tool = { 'tools/create_ticket.json': '{}\n' };

describe('a gate that observes', () => {
  test('as a whole says what would be, neutral, under a name of its own and with no other checks', async () => {
    await enforcement('observe');
    const pull = await world.open('a', prompt);
    const { decision } = await world.judge(pull);
    expect(decision).toMatchObject({ verdict: 'go', observed_verdict: 'block', enforcement: 'observe' });
    expect(gates(pull)).toEqual(['rollout-gate (observe) neutral Would be blocked']);
    expect([...world.sandbox.world.checkRuns.values()].map(({ name }) => name)).toEqual(['rollout-gate (observe)']);
  });

  test('by risk observes the medium change and blocks the high one', async () => {
    await enforcement('{ medium: observe }');
    const medium = await world.open('a', prompt);
    const high = await world.open('b', tool);
    await world.judge(medium);
    await world.judge(high);
    expect(gates(medium)).toEqual(['rollout-gate (observe) neutral Would be blocked']);
    expect(gates(high)).toEqual(['rollout-gate failure Blocked']);
  });

  test('by rule reports that rule and is stopped by the others', async () => {
    await enforcement('{ rules: { record_missing: observe, rollout_record_missing: observe } }');
    const pull = await world.open('a', prompt);
    const { decision } = await world.judge(pull);
    expect(decision).toMatchObject({ verdict: 'wait', observed_verdict: 'block', enforcement: 'enforce' });
    expect(gates(pull)).toEqual(['rollout-gate null Waiting']);
  });

  test('enforces one rule while it observes the rest', async () => {
    await enforcement('{ default: observe, rules: { record_missing: enforce } }');
    const pull = await world.open('a', prompt);
    const { decision } = await world.judge(pull);
    expect(decision).toMatchObject({ verdict: 'block', enforcement: 'enforce' });
    expect(gates(pull)).toEqual(['rollout-gate failure Blocked']);
    const docs = await world.open('b', { 'README.md': 'x\n' });
    await world.judge(docs);
    expect(gates(docs)).toEqual(['rollout-gate success Not governed']);
  });

  test('until a date enforces from then on, with no push, and is judged at that moment', async () => {
    await enforcement('{ default: observe, enforce_from: 2027-01-15T08:00:00Z }');
    const pull = await world.open('a', prompt);
    const at = (time: string) => ({ now: () => new Date(time) });
    const { observation } = await world.judge(pull, { clock: at('2027-01-15T07:59:59Z') });
    expect(gates(pull)).toEqual(['rollout-gate (observe) neutral Would be blocked']);
    const due = nextMoment(
      { ...observation, leans_on_memory: false },
      { now: new Date('2027-01-15T07:59:59Z'), governed: true },
    );
    expect(due).toBe(Date.parse('2027-01-15T08:00:00Z'));
    await world.judge(pull, { clock: at('2027-01-15T08:00:00Z') });
    expect(gates(pull)).toEqual(['rollout-gate (observe) neutral Enforced now', 'rollout-gate failure Blocked']);
  });

  test.each([
    ['blocked', prompt, 'rollout-gate failure Blocked'],
    ['green', { 'README.md': 'x\n' }, 'rollout-gate success Not governed'],
  ])(
    'leaves no stale required check of a %s pull request when the policy begins to observe',
    async (_name, files, was) => {
      const pull = await world.open('a', files);
      await world.judge(pull);
      expect(gates(pull)).toEqual([was]);
      await enforcement('observe');
      await world.judge(pull);
      const [required, observed] = gates(pull);
      expect(required).toBe('rollout-gate action_required Only observed now');
      expect(observed).toMatch(/^rollout-gate \(observe\) neutral /);
      const { writes } = await world.judge(pull);
      expect(writes).toEqual([]);
      await enforcement('enforce');
      await world.judge(pull);
      expect(gates(pull)).toEqual([was, 'rollout-gate (observe) neutral Enforced now']);
    },
  );
});
