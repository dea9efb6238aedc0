import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { ticketPriority } from '../support/scenes.ts';
import { type AppProcess, killLeftovers, startAppProcess } from './app-processes.ts';
import { type CanaryName, hatch } from './canaries/canaries.ts';
import { type LeakyGithub, openLeakyGithub } from './canaries/leaky-github.ts';

/** Made-up secrets in every place that the App reads: none may come out of it (threat T28). */
const canaries = hatch();
const say = (...names: CanaryName[]): string => names.map((name) => `${name}: ${canaries[name].text}`).join(' · ');

let world: JudgingWorld;
let github: LeakyGithub;
let folder: string;
let app: AppProcess;
/** All that was seen from outside, besides what the App printed and wrote on GitHub. */
let seen: string[];

beforeEach(async () => {
  seen = [];
  world = await openJudgingWorld();
  world.installed.app.webhookSecret = canaries.webhookSecret.text;
  const headers = { 'x-leak': canaries.answerHeader.text, 'x-github-request-id': canaries.answerHeader.text };
  github = await openLeakyGithub(world.sandbox.url, headers);
  folder = mkdtempSync(join(tmpdir(), 'rollout-gate-canaries-'));
  app = await startAppProcess(world, join(folder, 'store.sqlite'), {
    env: {
      WEBHOOK_SECRET: canaries.webhookSecret.text,
      WEBHOOK_SECRET_PREVIOUS: canaries.olderSecret.text,
      GITHUB_API_URL: github.url,
      HTTPS_PROXY: `http://${canaries.proxyUser.text}:${canaries.proxyPassword.text}@127.0.0.1:1`,
      NO_PROXY: 'localhost',
      GITHUB_TOKEN: canaries.environmentToken.text,
      AWS_SECRET_ACCESS_KEY: canaries.environmentCloud.text,
      DATABASE_URL: canaries.environmentDatabase.text,
      LOG_LEVEL: 'debug',
    },
  });
  world.sandbox.setWebhookUrl(world.installed.app, `${app.url}/api/github/webhooks`);
});
afterEach(async () => {
  killLeftovers();
  await github.close();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const gate = (pull: PullRequest) =>
  [...world.sandbox.world.checkRuns.values()].filter(
    ({ headSha, name }) => headSha === pull.head.sha && name === 'rollout-gate',
  );

async function judged(pull: PullRequest, conclusion: string | null): Promise<void> {
  const last = () => gate(pull).at(-1)?.conclusion;
  await expect.poll(last, { timeout: 20_000, interval: 25 }).toBe(conclusion);
}

async function post(secret: string, payload: object, headers: Record<string, string> = {}): Promise<number> {
  const body = JSON.stringify(payload);
  const answer = await fetch(`${app.url}/api/github/webhooks`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-delivery': randomUUID(),
      'x-github-event': 'pull_request',
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      ...headers,
    },
  });
  seen.push(await answer.text(), JSON.stringify([...answer.headers]));
  return answer.status;
}

/** What the App showed to anybody. */
async function shown(): Promise<string> {
  const metrics = await (await fetch(`${app.url}/metrics`)).text();
  // Every check run and comment that was ever written, also those that were overwritten since.
  const writes = world.sandbox.exchanges
    .filter(({ operation }) => operation === 'WriteJudgement')
    .map(({ requestBody }) => JSON.stringify(requestBody));
  expect(writes.filter((write) => write.includes('Could not be evaluated')).length).toBeGreaterThanOrEqual(10);
  expect(writes.filter((write) => write.includes('addComment')).length).toBeGreaterThan(0);
  expect(metrics).toContain('rollout_gate_faults_total{fault="github_forbidden"}');
  expect(metrics).toMatch(/^rollout_gate_lease_wait_seconds_count [1-9]/m);
  return [app.printed(), metrics, ...writes, ...seen].join('\n');
}

test('none of the secrets that the App meets comes out of it', { timeout: 120_000 }, async () => {
  const { alice, erin } = world.people;
  // Success, with secrets in files, titles, bodies, comments and a commit.
  await world.sandbox.push(world.repository, 'a', {
    files: {
      ...ticketPriority(),
      'prompts/leaky.md': say('promptFile'),
      'changes/leaky/change.yaml': `change_id: ${canaries.recordValue.text}\n"${canaries.recordKey.text}": 1\n`,
    },
    message: say('commitMessage'),
    pusher: alice,
  });
  const pull = await world.sandbox.openPullRequest(world.repository, {
    author: alice,
    title: say('titleToken'),
    body: say('bodyKey', 'bodyAddress'),
    head: 'a',
  });
  await expect.poll(() => gate(pull).length, { timeout: 20_000 }).toBeGreaterThan(0);
  await world.sandbox.comment(pull, erin, say('commentToken', 'commentHeader'));
  await world.sandbox.comment(pull, erin, `/recheck ${say('commentToken')}\n/status ${canaries.commentHeader.text}`);

  // Faults: each way in which GitHub can say too much.
  const words = say(
    'answerToken',
    'answerNewToken',
    'answerJwt',
    'answerBearer',
    'answerBasic',
    'answerAmazon',
    'answerAzure',
    'answerPem',
    'answerField',
    'webhookSecret',
    'olderSecret',
  );
  const told = words.split(' · ');
  const refusals = [
    ...told.map((message) => ({ status: 403, body: { message } })),
    { status: 422, body: { message: words, errors: [{ message: words }] } },
  ];
  for (const [index, answer] of refusals.entries()) {
    github.leak('query JudgePullRequest', answer, 1);
    await world.open(`refused-${index}`, { [`docs/${index}.md`]: 'Explained.\n' });
    await expect.poll(github.left, { timeout: 20_000, interval: 25 }).toBe(0);
  }
  // Tried again by themselves.
  const troubles = [
    { status: 200, body: { data: null, errors: [{ type: 'FORBIDDEN', message: words, path: [] }] } },
    { status: 302, body: {}, headers: { location: canaries.redirect.text } },
    { status: 500, body: { message: words } },
  ];
  for (const [index, answer] of troubles.entries()) {
    github.leak('query JudgePullRequest', answer, 1);
    await world.open(`trouble-${index}`, { [`docs/t${index}.md`]: 'Explained.\n' });
    await expect.poll(github.left, { timeout: 20_000, interval: 25 }).toBe(0);
  }
  const [, first] = told;
  github.leak('access_tokens', { status: 401, body: { message: words } }, 1);
  github.leak('mutation WriteJudgement', { status: 500, body: { message: first } }, 1);
  const last = await world.open('last', { 'docs/last.md': 'Explained.\n' });
  await judged(last, 'success');

  // Deliveries that are not GitHub's, and one that is and holds what it should not.
  expect(
    await post('x'.repeat(32), { a: canaries.unsignedBody.text }, { authorization: canaries.unsignedHeader.text }),
  ).toBe(401);
  expect(await post(canaries.webhookSecret.text, {}, { 'x-github-event': canaries.eventName.text })).toBe(400);
  const strange = {
    action: 'opened',
    label: canaries.strangeField.text,
    sender: { login: canaries.senderToken.text },
    installation: { id: world.installed.installation.id },
    repository: { id: world.repository.id, name: canaries.strangeField.text, owner: { login: 'acme' } },
    pull_request: { number: 1 },
  };
  expect(await post(canaries.olderSecret.text, strange)).toBe(202);
  const idle = async () => {
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    return /^rollout_gate_inbox_deliveries 0$/m.test(metrics) && /^rollout_gate_inbox_leased 0$/m.test(metrics);
  };
  await expect.poll(idle, { timeout: 20_000, interval: 50 }).toBe(true);

  const text = await shown();
  expect(text).toContain('[secret]');
  expect(text).toContain('"WEBHOOK_SECRET":"(set)","WEBHOOK_SECRET_PREVIOUS":"(set)"');
  const flown = Object.entries(canaries).filter(([, { core }]) => text.includes(core));
  const where = flown.map(
    ([name, { core }]) => `${name}: …${text.slice(text.indexOf(core) - 200, text.indexOf(core) + 60)}`,
  );
  expect(where).toEqual([]);
  const { privateKeyPem } = world.installed;
  for (const line of privateKeyPem.split('\n').filter(({ length }) => length > 40)) expect(text).not.toContain(line);
  expect(Object.keys(canaries).length).toBeGreaterThanOrEqual(30);
  expect(await app.end('SIGTERM')).toBe(0);
});
