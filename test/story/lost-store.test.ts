import { afterEach, beforeEach, expect, test } from 'vitest';
import { readAnswerComment } from '../../src/records/answer.ts';
import { finalState } from '../campaigns/crashes/final-state.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { openRecoveringApp, type RecoveringApp } from '../support/recovering-app.ts';
import { runEvals } from '../support/ripe.ts';
import { attestedChange, attestingPolicy } from '../support/scenes.ts';

/** The store is deleted: nothing that was decided is lost with it. */
let world: JudgingWorld;
let app: RecoveringApp;

beforeEach(async () => {
  world = await openJudgingWorld();
  await world.sandbox.push(world.repository, 'main', {
    files: { '.github/rollout-gate.yml': attestingPolicy },
    pusher: world.people.grace,
  });
  app = await openRecoveringApp(world);
});
afterEach(() => app.close());

test('a deleted store and a sweep leave checks and comments as they were, with waivers and attestations in force', async () => {
  const pull = await world.open('a', attestedChange());
  await world.open('b', { 'README.md': 'x\n' });
  await runEvals(world, pull, 'failure');
  const { bob, carol, frank, grace } = world.people;
  await world.sandbox.review(pull, bob, 'APPROVE');
  await world.sandbox.review(pull, carol, 'APPROVE');
  await app.work();
  const soon = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const waiver = `/waive duplicate_ticket_eval_passed until ${soon} because the suite is broken`;
  for (const [person, body] of [
    [carol, '/attest red_team_done'],
    [grace, waiver],
    [frank, waiver],
  ] as const) {
    await world.sandbox.comment(pull, person, body);
    await app.work();
  }
  const answers = () =>
    [...world.sandbox.world.issueComments.values()].flatMap(({ body }) => readAnswerComment(body)?.effect?.kind ?? []);
  const gate = () =>
    [...world.sandbox.world.checkRuns.values()].findLast(
      ({ headSha, name }) => headSha === pull.head.sha && name === 'rollout-gate',
    );
  // Green by the attestation and the waiver alone.
  expect(gate()?.conclusion).toBe('success');
  const made = answers();
  expect(made).toEqual(expect.arrayContaining(['attest', 'waive']));
  const before = finalState(world.sandbox, world);
  const shown = gate()?.output.summary;

  app.forget();
  await app.sweep();
  await app.sweep();
  expect(finalState(world.sandbox, world)).toEqual(before);
  expect(gate()?.output.summary).toBe(shown);
  expect(answers()).toEqual(made);

  await world.sandbox.comment(pull, bob, '/block the prices are wrong');
  await app.work();
  app.forget();
  await app.sweep();
  expect(gate()?.conclusion).toBe('failure');
  expect(app.faults).toEqual([]);
}, 30_000);
