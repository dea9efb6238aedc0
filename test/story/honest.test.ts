import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bindingCodes } from '../support/snapshot.ts';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { Repository } from '../../src/sandbox/state/repository.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { evalsWorkflow, ticketPriority } from '../support/scenes.ts';

/** Honest work turns green: what a careful team does every day must not end in a gate that stays shut. */
let world: JudgingWorld;

beforeEach(async () => {
  world = await openJudgingWorld();
});

afterEach(() => world.close());

async function evals(pull: PullRequest, repository: Repository = world.repository): Promise<void> {
  const job = { repository, workflow: evalsWorkflow, headSha: pull.head.sha };
  await world.sandbox.completeJob({ ...job, jobName: 'evals / offline', more: true });
  await world.sandbox.completeJob({ ...job, jobName: 'evals / duplicate-ticket' });
}

async function approve(pull: PullRequest): Promise<void> {
  await world.sandbox.review(pull, world.people.bob, 'APPROVE');
  await world.sandbox.review(pull, world.people.carol, 'APPROVE');
}

async function binding(pull: PullRequest, options: Parameters<JudgingWorld['judge']>[1] = {}): Promise<string[]> {
  const { decision } = await world.judge(pull, { write: false, ...options });
  expect(decision).not.toBeNull();
  if (decision === null) return ['nothing'];
  const codes = bindingCodes({ ...decision, reasons: decision.reasons.filter(({ mode }) => mode === 'enforce') });
  expect([decision.verdict, codes.length]).toEqual([codes.length === 0 ? 'go' : decision.verdict, codes.length]);
  return codes;
}

describe('approvals stay', () => {
  test('over a rebase with the same patch', async () => {
    const pull = await world.open('a', ticketPriority());
    await approve(pull);
    await world.sandbox.push(world.repository, 'main', { files: { 'docs/x.md': 'x\n' }, pusher: world.people.grace });
    await world.sandbox.push(world.repository, 'a', {
      files: ticketPriority(),
      pusher: world.people.alice,
      from: 'main',
      force: true,
    });
    await evals(pull);
    expect(await binding(pull)).toEqual([]);
  });

  test('over a squash of a fixup', async () => {
    const pull = await world.open('a', ticketPriority());
    const tool = { 'tools/create_ticket.json': '{ "name": "create_ticket", "fixed": true }\n' };
    await world.sandbox.push(world.repository, 'a', { files: tool, pusher: world.people.alice, message: 'fixup!' });
    await approve(pull);
    await world.sandbox.push(world.repository, 'a', {
      files: { ...ticketPriority(), ...tool },
      pusher: world.people.alice,
      from: 'main',
      force: true,
    });
    await evals(pull);
    expect(await binding(pull)).toEqual([]);
  });
});

describe('shapes of pull requests', () => {
  test('of a fork, whose runs GitHub ties to no pull request', async () => {
    const { alice } = world.people;
    const fork = world.sandbox.forkRepository(world.repository, alice);
    await world.sandbox.push(fork, 'f', { files: ticketPriority(), pusher: alice });
    const pull = await world.sandbox.openPullRequest(world.repository, { author: alice, title: 'f', head: 'alice:f' });
    await evals(pull);
    await approve(pull);
    expect(await binding(pull)).toEqual([]);
  });

  test('of 150 files', async () => {
    const docs = Object.fromEntries(Array.from({ length: 146 }, (_, index) => [`docs/page-${index}.md`, `${index}\n`]));
    const pull = await world.open('a', ticketPriority('ticket-priority', docs));
    await evals(pull);
    await approve(pull);
    expect(await binding(pull)).toEqual([]);
  });

  test('with renames inside of a declared surface and outside of all', async () => {
    const moved = {
      'tools/articles.json': sampleFiles['tools/search_articles.json'] ?? '',
      'tools/search_articles.json': null,
    };
    const pull = await world.open('a', ticketPriority('ticket-priority', moved));
    await evals(pull);
    await approve(pull);
    expect(await binding(pull)).toEqual([]);
  });

  test('with records of the reference shape', async () => {
    const pull = await world.open('a', {
      'tools/create_ticket.json': '{}\n',
      'changes/r/change.yaml': `change:
  change_id: chg-r
  change_type: capability_contract_update
  risk_level: high
  rollout_strategy: staged_canary
  affected_surfaces: [capability_contract]
  required_signals: [offline_eval_pass]
  approval_roles: [safety_owner]
  session_control_owner: runtime_owner
  emergency_freeze_owner: platform-owner
`,
      'changes/r/rollout.yaml': `rollout:
  require: [offline_eval_passed, rollback_plan_ready]
  rollout_mode: { initial: canary, max_tenant_exposure_pct: 5 }
`,
      'changes/r/ROLLBACK.md': 'Promote the previous bundle. '.repeat(10),
    });
    await evals(pull);
    await approve(pull);
    expect(await binding(pull)).toEqual([]);
  });

  test('whose record stands at base already and is moved', async () => {
    const { alice, grace } = world.people;
    await world.sandbox.push(world.repository, 'main', { files: ticketPriority('old'), pusher: grace });
    const moved = Object.fromEntries(
      Object.entries(ticketPriority('old')).flatMap(([path, text]) =>
        path.startsWith('changes/old/')
          ? [
              [path, null],
              [path.replace('/old/', '/new/'), text],
            ]
          : [],
      ),
    );
    await world.sandbox.push(world.repository, 'a', {
      files: { ...moved, 'tools/create_ticket.json': '{ "name": "other" }\n' },
      pusher: alice,
    });
    const pull = await world.sandbox.openPullRequest(world.repository, { author: alice, title: 'a', head: 'a' });
    await evals(pull);
    await approve(pull);
    expect(await binding(pull)).toEqual([]);
  });

  test('retargeted, once it ran and was approved anew', async () => {
    const { alice, grace } = world.people;
    await world.sandbox.push(world.repository, 'next', { files: { 'x.md': 'x\n' }, pusher: grace });
    await world.sandbox.push(world.repository, 'a', { files: ticketPriority(), pusher: alice });
    const opening = { author: alice, title: 'a', head: 'a', base: 'next' };
    const pull = await world.sandbox.openPullRequest(world.repository, opening);
    await evals(pull);
    await world.sandbox.updatePullRequest(pull, alice, { base: 'main' });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await world.sandbox.push(world.repository, 'a', { files: { 'docs/x.md': 'x\n' }, pusher: alice });
    await evals(pull);
    await approve(pull);
    expect(await binding(pull)).toEqual([]);
  });
});

describe('starter policies', () => {
  const surfaces = `surfaces:
  prompt_bundle: { paths: ["prompts/**"], risk: high }
`;
  const template = (name: string): string =>
    readFileSync(new URL(`../../templates/policy-${name}.yml`, import.meta.url), 'utf8')
      .replace('enforcement: observe', 'enforcement: enforce')
      .replace(/^surfaces:.*$/m, surfaces);
  const files = (signals: string) => ({
    'prompts/support/system.md': 'Be brief.\n',
    'changes/p/change.yaml': `change:
  change_id: chg-p
  change_type: prompt_update
  risk_level: high
  rollout_strategy: staged_canary
  affected_surfaces: [prompt_bundle]
  required_signals: [offline_eval_passed]
  session_control_owner: alice
  emergency_freeze_owner: alice
`,
    'changes/p/rollout.yaml': `rollout:
  require: [${signals}]
  rollout_mode: { initial: canary }
`,
    'changes/p/ROLLBACK.md': 'Promote the previous bundle. '.repeat(10),
  });
  const job = { workflow: evalsWorkflow, jobName: 'offline_eval_passed' };

  test('solo: a person alone with their repository', async () => {
    const { alice } = world.people;
    const policy = { ...sampleFiles, '.github/rollout-gate.yml': template('solo') };
    const repository = await world.sandbox.createRepository({
      owner: alice,
      name: 'mine',
      private: true,
      files: policy,
    });
    const { app, installation } = world.sandbox.installApp({ owner: alice, slug: 'rollout-gate-mine' });
    await world.sandbox.push(repository, 'a', { files: files('offline_eval_passed'), pusher: alice });
    const pull = await world.sandbox.openPullRequest(repository, { author: alice, title: 'a', head: 'a' });
    await world.sandbox.completeJob({ repository, headSha: pull.head.sha, ...job });
    const token = world.sandbox.installationToken(installation);
    expect(await binding(pull, { token, app: app.id })).toEqual([]);
  });

  test('oss: a maintainer approves', async () => {
    const text = { '.github/rollout-gate.yml': template('oss') };
    await world.sandbox.push(world.repository, 'main', { files: text, pusher: world.people.grace });
    world.sandbox.grantTeam(world.repository, world.teams.engineering, 'maintain');
    const record = files('offline_eval_passed, rollback_plan_ready');
    const named = Object.fromEntries(
      Object.entries(record).map(([path, content]) => [path, content.replaceAll(': alice', ': maintainer')]),
    );
    const pull = await world.open('a', named);
    await world.sandbox.completeJob({ repository: world.repository, headSha: pull.head.sha, ...job });
    await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    expect(await binding(pull)).toEqual([]);
  });

  test('nothing but a version: a declared change of low risk', async () => {
    const text = { '.github/rollout-gate.yml': 'version: 1\n' };
    await world.sandbox.push(world.repository, 'main', { files: text, pusher: world.people.grace });
    const record = Object.fromEntries(
      Object.entries(files('offline_eval_passed')).map(([path, content]) => [
        path,
        content.replace('risk_level: high', 'risk_level: low').replaceAll(': alice', ': platform'),
      ]),
    );
    const pull = await world.open('a', record);
    await world.sandbox.completeJob({ repository: world.repository, headSha: pull.head.sha, ...job });
    expect(await binding(pull)).toEqual([]);
    const plain = await world.open('b', { 'docs/x.md': 'x\n' });
    expect(await binding(plain)).toEqual([]);
  });
});
