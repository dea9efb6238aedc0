import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { codesOf } from '../support/snapshot.ts';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { evalsWorkflow, ticketPriority } from '../support/scenes.ts';

/** Named attacks through the real reader: each would be go if the gate believed what it is shown. */
let world: JudgingWorld;

beforeEach(async () => {
  world = await openJudgingWorld();
});

afterEach(() => world.close());

type Job = Partial<Parameters<typeof world.sandbox.completeJob>[0]>;

async function evals(pull: PullRequest, more: Job = {}): Promise<void> {
  const job = { repository: world.repository, workflow: evalsWorkflow, headSha: pull.head.sha, ...more };
  await world.sandbox.completeJob({ ...job, jobName: 'evals / offline', more: true });
  await world.sandbox.completeJob({ ...job, jobName: 'evals / duplicate-ticket' });
}

async function approve(pull: PullRequest): Promise<void> {
  await world.sandbox.review(pull, world.people.bob, 'APPROVE');
  await world.sandbox.review(pull, world.people.carol, 'APPROVE');
}

/** Everything but the evals. */
async function reviewed(files = ticketPriority()): Promise<PullRequest> {
  const pull = await world.open('a', files);
  await approve(pull);
  return pull;
}

async function seen(pull: PullRequest) {
  const { decision } = await world.judge(pull, { write: false });
  const codes = decision === null ? [] : codesOf(decision);
  const refused = decision?.signals.flatMap((signal) => signal.refused.map(({ code }) => code)) ?? [];
  const uncounted = decision?.reviews.flatMap((review) => review.not_counted.map(({ code }) => code)) ?? [];
  return { verdict: decision?.verdict ?? 'none', codes, all: [...codes, ...refused, ...uncounted] };
}

const changed = (path: string): Record<string, string> => ({ [path]: `${sampleFiles[path] ?? ''}# edited\n` });

const attacks: readonly (readonly [what: string, code: string, make: () => Promise<PullRequest>])[] = [
  [
    "a job of the name in another workflow of the pull request's own",
    'evidence_wrong_workflow',
    async () => {
      const pull = await reviewed(ticketPriority('ticket-priority', { '.github/workflows/mine.yml': 'name: mine\n' }));
      await evals(pull, { workflow: '.github/workflows/mine.yml' });
      return pull;
    },
  ],
  [
    'the workflow edited',
    'evidence_workflow_edited',
    async () => {
      const pull = await reviewed(ticketPriority('ticket-priority', changed(evalsWorkflow)));
      await evals(pull);
      return pull;
    },
  ],
  [
    'a local action edited',
    'evidence_trusted_path_edited',
    async () => {
      const action = { '.github/actions/run/action.yml': 'name: run\n' };
      const pull = await reviewed(ticketPriority('ticket-priority', action));
      await evals(pull);
      return pull;
    },
  ],
  [
    'the data set edited',
    'evidence_trusted_path_edited',
    async () => {
      const pull = await reviewed(ticketPriority('ticket-priority', changed('evals/offline.json')));
      await evals(pull);
      return pull;
    },
  ],
  ['a run by hand', 'evidence_wrong_event', () => ran({ event: 'workflow_dispatch' })],
  [
    'a pull_request_target run that is shown at the head',
    'evidence_base_commit',
    () => ran({ event: 'pull_request_target' }),
  ],
  ['a skipped job', 'signal_unknown', () => ran({ conclusion: 'skipped' })],
  ['a neutral job', 'signal_unknown', () => ran({ conclusion: 'neutral' })],
  [
    'a failed re-run after a success',
    'signal_false',
    async () => {
      const pull = await ran({});
      await evals(pull, { attempt: 2, conclusion: 'failure' });
      return pull;
    },
  ],
  [
    'a check run of the name by another app',
    'evidence_wrong_app',
    async () => {
      const pull = await reviewed();
      const evil = world.sandbox.installApp({
        owner: world.organization,
        slug: 'evil',
        permissions: { checks: 'write' },
      });
      for (const name of ['evals / offline', 'evals / duplicate-ticket']) {
        await world.sandbox.postCheckRun(world.sandbox.asInstallation(evil.installation), world.repository, {
          name,
          headSha: pull.head.sha,
          status: 'completed',
          conclusion: 'success',
        });
      }
      return pull;
    },
  ],
  [
    'a check run of the name made with a job token',
    'evidence_not_a_job',
    async () => {
      const pull = await reviewed();
      const job = { repository: world.repository, workflow: evalsWorkflow, headSha: pull.head.sha };
      await world.sandbox.completeJob({ ...job, jobName: 'lint' });
      for (const name of ['evals / offline', 'evals / duplicate-ticket']) {
        await world.sandbox.postCheckRun(world.sandbox.asJob(world.repository, { checks: 'write' }), world.repository, {
          name,
          headSha: pull.head.sha,
          status: 'completed',
          conclusion: 'success',
        });
      }
      return pull;
    },
  ],
  [
    'an approval by somebody who is only invited to the team',
    'approver_not_in_role',
    async () => {
      const { engineering } = world.teams;
      engineering.members.set(world.people.frank.id, { role: 'member', state: 'pending' });
      const pull = await world.open('a', ticketPriority());
      await evals(pull);
      await world.sandbox.review(pull, world.people.frank, 'APPROVE');
      await world.sandbox.review(pull, world.people.carol, 'APPROVE');
      return pull;
    },
  ],
  [
    'another patch forced in after the approvals',
    'approval_patch_changed',
    async () => {
      const pull = await reviewed();
      const evil = { 'tools/create_ticket.json': '{ "name": "delete_everything" }\n' };
      await world.sandbox.push(world.repository, 'a', {
        files: { ...ticketPriority(), ...evil },
        pusher: world.people.alice,
        force: true,
      });
      await evals(pull);
      return pull;
    },
  ],
  [
    'evals run before the base was changed',
    'evidence_before_base_change',
    async () => {
      const { alice, grace } = world.people;
      await world.sandbox.push(world.repository, 'lenient', { files: changed(evalsWorkflow), pusher: grace });
      await world.sandbox.push(world.repository, 'a', { files: ticketPriority(), pusher: alice });
      const pull = await world.sandbox.openPullRequest(world.repository, {
        author: alice,
        title: 'a',
        head: 'a',
        base: 'lenient',
      });
      await evals(pull);
      await world.sandbox.updatePullRequest(pull, alice, { base: 'main' });
      await approve(pull);
      return pull;
    },
  ],
  [
    'the policy loosened by the pull request itself',
    'signal_unknown',
    () => reviewed(ticketPriority('ticket-priority', { '.github/rollout-gate.yml': 'version: 1\n' })),
  ],
  [
    'the record taken away with the change',
    'record_missing',
    async () => {
      const pull = await world.open('a', { 'tools/create_ticket.json': '{}\n' });
      await evals(pull);
      await approve(pull);
      return pull;
    },
  ],
  [
    'a file renamed out of a surface that the record does not declare',
    'surface_undeclared',
    async () => {
      const moved = { 'docs/profile.yaml': sampleFiles['sandbox/profile.yaml'] ?? '', 'sandbox/profile.yaml': null };
      const pull = await reviewed(ticketPriority('ticket-priority', moved));
      await evals(pull);
      return pull;
    },
  ],
];

async function ran(more: Job): Promise<PullRequest> {
  const pull = await reviewed();
  await evals(pull, more);
  return pull;
}

test('the world of the attacks is go without them', async () => {
  expect((await seen(await ran({}))).codes).not.toContain('signal_unknown');
  expect((await seen([...world.sandbox.world.pullRequests.values()][0] as PullRequest)).verdict).toBe('go');
});

describe('each attack is refused with its reason', () => {
  test.each(attacks)('%s: %s', async (_what, code, make) => {
    const { verdict, all } = await seen(await make());
    expect(all).toContain(code);
    expect(verdict).not.toBe('go');
  });
});
