import { createHmac, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { ripen } from '../support/ripe.ts';
import { ticketPriority } from '../support/scenes.ts';
import { type AppInProcess, startAppInProcess } from './app-in-process.ts';

/** The App over real HTTP: signed webhooks in, its own tokens out. */
let world: JudgingWorld;
let app: AppInProcess;

beforeEach(async () => {
  world = await openJudgingWorld();
  app = await startAppInProcess(world);
});

afterEach(async () => {
  await app.stop();
  await world.close();
});

function gate(pull: PullRequest) {
  return [...world.sandbox.world.checkRuns.values()].filter(
    (run) => run.headSha === pull.head.sha && run.name === 'rollout-gate',
  );
}

async function awaited(pull: PullRequest, conclusion: string | null): Promise<void> {
  await expect.poll(() => gate(pull).at(-1)?.conclusion, { timeout: 12_000, interval: 25 }).toBe(conclusion);
}

async function deliver(secret: string, body: object, event = 'pull_request'): Promise<number> {
  const text = JSON.stringify(body);
  const answer = await fetch(app.url, {
    method: 'POST',
    body: text,
    headers: {
      'content-type': 'application/json',
      'x-github-delivery': randomUUID(),
      'x-github-event': event,
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`,
    },
  });
  return answer.status;
}

describe('the App', () => {
  test('follows a pull request from waiting to green by what GitHub tells it', async () => {
    const pull = await world.open('a', ticketPriority());
    await awaited(pull, null);
    await ripen(world, pull);
    await awaited(pull, 'success');
    expect(world.sandbox.mergeAllowed(pull).allowed).toBe(true);
  });

  test('judges the open pull requests of every repository of an installation, whatever their events', async () => {
    world.sandbox.deliveryFaults.add({ fault: { kind: 'drop' }, times: 1_000 });
    const pull = await world.open('a', { 'README.md': 'Explained.\n' });
    await world.sandbox.settled();
    expect(gate(pull)).toEqual([]);
    const installation = { id: world.installed.installation.id };
    expect(await deliver(world.installed.webhookSecret, { action: 'unsuspend', installation }, 'installation')).toBe(
      202,
    );
    await awaited(pull, 'success');
  });

  test('checks an edit of the policy after the gate, which goes on by the old one', async () => {
    const policy = String(sampleFiles['.github/rollout-gate.yml']);
    const edited = policy.replace('low:    { reviews: [engineering] }', 'low: {}');
    const pull = await world.open('a', { '.github/rollout-gate.yml': edited, 'prompts/x.md': 'x\n' });
    const named = (name: string) =>
      [...world.sandbox.world.checkRuns.values()].filter((run) => run.headSha === pull.head.sha && run.name === name);
    await expect.poll(() => named('rollout-gate policy').at(-1)?.conclusion, { timeout: 12_000 }).toBe('neutral');
    expect(named('rollout-gate policy')[0]?.output.summary).toContain(
      'A low change: engineering was asked for, now nobody.',
    );
    const [required] = named('rollout-gate');
    expect(required?.conclusion).toBe('failure');
    expect(required?.id).toBeLessThan(named('rollout-gate policy')[0]?.id ?? 0);
    expect(world.sandbox.mergeAllowed(pull).allowed).toBe(false);
  });

  test('judges open pull requests again when the policy changes', async () => {
    const pull = await world.open('a', { 'README.md': 'Explained.\n' });
    await awaited(pull, 'success');
    await world.sandbox.push(world.repository, 'main', {
      files: { '.github/rollout-gate.yml': 'version: 1\nroles: 7\n' },
      pusher: world.people.grace,
    });
    await awaited(pull, 'action_required');
  });

  test('finds a surface that was changed past the gate, once', async () => {
    const { grace } = world.people;
    const sha = await world.sandbox.push(world.repository, 'main', {
      files: { 'policy/tools.yaml': 'default: allow\n' },
      pusher: grace,
    });
    const incidents = () => [...world.sandbox.world.issues.values()].map(({ title }) => title);
    await expect.poll(incidents, { timeout: 12_000, interval: 25 }).toHaveLength(1);
    await world.sandbox.push(world.repository, 'main', { files: { 'README.md': 'x\n' }, pusher: grace });
    const looks = () => world.sandbox.exchanges.filter(({ operation }) => operation === 'ReadBranchMoves');
    await expect.poll(() => looks().length, { timeout: 12_000, interval: 25 }).toBeGreaterThan(1);
    expect(incidents()).toEqual([`Past the gate: policy_bundle changed in ${sha.slice(0, 7)}`]);
  });

  test('makes up for a short trouble of GitHub without a further event', async () => {
    world.sandbox.faults.add({ operation: 'JudgePullRequest', fault: { kind: 'status', status: 502 } });
    const pull = await world.open('a', { 'README.md': 'Explained.\n' });
    await awaited(pull, 'success');
    expect(gate(pull)).toHaveLength(1);
  });

  test('closes the gate when it can not judge', async () => {
    const pull = await world.open('a', { 'README.md': 'Explained.\n' });
    await awaited(pull, 'success');
    const fault = { kind: 'status', status: 500 } as const;
    world.sandbox.faults.add({ operation: 'JudgePullRequest', fault, times: 99 });
    await world.sandbox.review(pull, world.people.erin, 'APPROVE');
    await awaited(pull, 'action_required');
  });

  test('judges by itself when a limit of GitHub is over', async () => {
    const pull = await world.open('a', ticketPriority());
    await awaited(pull, null);
    const judged = (): number =>
      world.sandbox.exchanges.filter(({ operation, status }) => operation === 'JudgePullRequest' && status === 200)
        .length;
    const before = judged();
    const limit = { kind: 'limit', status: 429, retryAfter: 1 } as const;
    world.sandbox.faults.add({ operation: 'JudgePullRequest', fault: limit, times: 1 });
    await world.sandbox.review(pull, world.people.erin, 'APPROVE');
    await expect.poll(judged, { timeout: 12_000 }).toBeGreaterThan(before);
    expect(gate(pull).at(-1)?.status).toBe('in_progress');
  });

  test('mints tokens for the one repository with no more than judging needs', async () => {
    const pull = await world.open('a', { 'README.md': 'Explained.\n' });
    await awaited(pull, 'success');
    const all = world.sandbox.exchanges.filter(({ path }) => path.endsWith('/access_tokens'));
    const [listing, single] = [false, true].map((isOne) =>
      all.filter(({ requestBody }) => 'repository_ids' in Object(requestBody) === isOne),
    ) as [typeof all, typeof all];
    // The look at the rules has a token of its own, with less.
    const audit = {
      repository_ids: [world.repository.id],
      permissions: { metadata: 'read', contents: 'read', issues: 'write' },
    };
    const isAudit = ({ requestBody }: (typeof all)[number]) => JSON.stringify(requestBody) === JSON.stringify(audit);
    const mints = single.filter((one) => !isAudit(one));
    expect(listing.map(({ requestBody }) => requestBody)).toEqual([{ permissions: { metadata: 'read' } }]);
    expect(mints).toHaveLength(1);
    expect(mints[0]?.requestBody).toMatchObject({
      repository_ids: [world.repository.id],
      permissions: { checks: 'write', contents: 'read', statuses: 'read' },
    });
    expect(JSON.stringify(mints[0]?.requestBody)).not.toMatch(/administration|deployments|"contents":"write"/);
  });

  test('refuses what is not signed with its secret, and reads nothing for it', async () => {
    const pull = await world.open('a', { 'README.md': 'Explained.\n' });
    await awaited(pull, 'success');
    await world.sandbox.settled();
    // Nothing but the next sweeps is left of the start.
    const rest = async () => {
      const text = await (await fetch(app.url.replace('/api/github/webhooks', '/metrics'))).text();
      return /^rollout_gate_inbox_work 3$/m.test(text) && /^rollout_gate_inbox_leased 0$/m.test(text);
    };
    await expect.poll(rest, { timeout: 12_000, interval: 25 }).toBe(true);
    const before = world.sandbox.exchanges.length;
    const body = {
      action: 'opened',
      installation: { id: world.installed.installation.id },
      repository: { id: world.repository.id, name: 'agents', owner: { login: 'acme' } },
      pull_request: { number: pull.number },
    };
    for (const secret of ['development', 'x'.repeat(40), `${world.installed.webhookSecret} `]) {
      expect(await deliver(secret, body)).toBe(401);
    }
    expect(world.sandbox.exchanges.length).toBe(before);
    expect(await deliver(world.installed.webhookSecret, body)).toBe(202);
  });
});
