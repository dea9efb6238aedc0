import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAnswerComment } from '../../../src/records/answer.ts';
import type { PersonName } from '../../../src/sandbox/seed/sample.ts';
import type { LogLine } from '../../../src/sandbox/server.ts';
import { malformed } from '../../../src/start/scenes/malformed.ts';
import type { Scene } from '../../../src/start/scenes/scene.ts';
import { underDeclared } from '../../../src/start/scenes/under-declared.ts';
import { ungoverned } from '../../../src/start/scenes/ungoverned.ts';
import { waiting } from '../../../src/start/scenes/waiting.ts';
import { validateExchangeLog } from '../../support/github-descriptions/exchange-log.ts';
import { type PullView, type Repository, repositoryOver } from '../../support/pull-requests-over-http.ts';
import { killSandboxes, type SandboxProcess, startSandboxProcess } from '../../support/sandbox-process.ts';
import { attestedChange, evalsWorkflow, samplePolicy, ticketPriority } from '../../support/scenes.ts';
import { usualQueue } from '../../../src/sandbox/seed/usual-queue.ts';
import { type AppProcess, killLeftovers, startAppProcess } from '../app-processes.ts';

/**
 * GitHub and the App as two programs that know each other by HTTP alone: webhooks signed with the App's secret, its own
 * JSON Web Token, tokens of the installation. People act by GitHub's API with tokens of their own, in one world from the first pull
 * request to the last incident. Every request, answer and webhook is held to GitHub's descriptions at the end.
 */
let folder: string;
let github: SandboxProcess;
let app: AppProcess;
let acme: Repository;
const story: string[] = [];

const policy = samplePolicy({
  sections: 'waivers:\n  second_approver: release_manager\n',
  signals: '  red_team_done: { attested_by: safety }\n',
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'two-processes-'));
  writeFileSync(join(folder, 'policy.yml'), policy);
  github = await startSandboxProcess({
    exchanges: join(folder, 'exchanges.jsonl'),
    policy: join(folder, 'policy.yml'),
  });
  app = await startAppProcess({ installed: github.installed, sandbox: github }, join(folder, 'store.sqlite'));
  const hook = { url: `${app.url}/api/github/webhooks` };
  expect((await github.ask(null, 'PATCH', '/app/hook/config', hook)).status).toBe(200);
  acme = repositoryOver(github);
}, 30_000);

afterAll(() => {
  console.log(`\nGitHub and the App as two processes:\n${story.map((line) => `  ${line}`).join('\n')}`);
  killLeftovers();
  killSandboxes();
  rmSync(folder, { recursive: true, force: true });
});

async function shows(pull: PullView, wanted: string, title: RegExp = /./): Promise<string> {
  const seen = async (): Promise<string> => {
    const gate = await acme.gate((await acme.pull(pull.number)).head.sha);
    return gate === null ? 'no check' : `${gate.conclusion ?? gate.status}: ${gate.output.title}`;
  };
  await expect.poll(seen, { timeout: 10_000, interval: 100 }).toMatch(new RegExp(`^${wanted}: .*${title.source}`, 's'));
  return seen();
}

async function tell(what: string, pull: PullView, wanted: string, title?: RegExp): Promise<void> {
  story.push(`#${pull.number} ${what} -> ${await shows(pull, wanted, title)}`);
}

const byName = ({ branch }: Scene): PersonName => branch.split('/')[0] as PersonName;

const opened = async (scene: Scene): Promise<PullView> =>
  acme.open(byName(scene), scene.branch, scene.files, scene.title);

/** Gives a command and waits for its answer, which is told by its outcome and code. */
async function command(who: PersonName, number: number, line: string, wanted: string): Promise<string> {
  const comment = await acme.comment(who, number, line);
  const answer = async () =>
    (await acme.comments(number)).find(({ body }) => readAnswerComment(body)?.command?.comment_id === comment)?.body;
  await expect.poll(answer, { timeout: 10_000, interval: 100 }).toBeDefined();
  const body = (await answer()) ?? '';
  const entry = readAnswerComment(body);
  expect(`${entry?.outcome} ${entry?.code}`).toBe(wanted);
  story.push(`#${number} ${who}: ${line} -> ${wanted}`);
  return body;
}

async function evals({ head }: PullView, duplicate = 'success', event = 'pull_request'): Promise<void> {
  const step = { workflow: evalsWorkflow, headSha: head.sha, event };
  await github.runJob({ ...step, jobName: 'evals / offline', more: true });
  await github.runJob({ ...step, jobName: 'evals / duplicate-ticket', conclusion: duplicate });
}

async function approved(pull: PullView): Promise<void> {
  await acme.approve('bob', pull.number);
  await acme.approve('carol', pull.number);
}

test('the pull requests of npm start', { timeout: 40_000 }, async () => {
  const blocked = await opened(underDeclared);
  await tell('alice under-declares', blocked, 'failure');
  const wrong = await opened(malformed);
  await tell('erin writes a malformed record', wrong, 'failure');
  await tell('frank touches nothing governed', await opened(ungoverned), 'success');
  const pull = await opened(waiting);
  await tell('alice declares everything', pull, 'in_progress', /engineering, safety/);
  await evals(pull);
  await tell('the evals succeed', pull, 'in_progress', /engineering, safety$/);
  await approved(pull);
  await tell('bob and carol approve', pull, 'success');
  for (const line of ['/status', '/help', '/explain', '/recheck'])
    await command('alice', blocked.number, line, 'done done');
  await command('bob', pull.number, '/block the tool may loop --dry-run', 'dry_run done');
  await shows(pull, 'success');
  await command('bob', pull.number, '/block the tool may loop', 'done done');
  await tell('bob blocked it', pull, 'failure');
  await command('erin', pull.number, '/unblock', 'refused role_missing');
  await command('bob', pull.number, '/unblock', 'done done');
  await tell('bob lifted it', pull, 'success');
  const merged = await github.ask('alice', 'PUT', `/repos/acme/agents/pulls/${pull.number}/merge`, {});
  expect(merged.status).toBe(200);
  story.push(`#${pull.number} alice merges it`);
});

test('words that let something pass', { timeout: 40_000 }, async () => {
  const tool = { 'tools/create_ticket.json': '{ "name": "create_ticket", "attested": true }\n' };
  const attested = attestedChange('attested', tool) as Record<string, string>;
  const pull = await acme.open('alice', 'alice/attested', attested, 'Attested');
  await approved(pull);
  await evals(pull, 'failure');
  await tell('an eval fails', pull, 'failure');
  // Comments have whole seconds: one in the second of the push could be of before it.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const until = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z');
  const waive = `/waive duplicate_ticket_eval_passed until ${until} because the suite is broken`;
  await command('grace', pull.number, waive, 'done waiver_waits');
  const [, id = ''] =
    /waiver[^`]*`([^`]+)`/i.exec((await command('frank', pull.number, waive, 'done done')) ?? '') ?? [];
  await tell('a second person agreed to the waiver', pull, 'in_progress', /red_team_done/);
  await command('bob', pull.number, '/attest red_team_done', 'refused role_missing');
  await command('carol', pull.number, '/attest red_team_done', 'done done');
  await tell('carol attested', pull, 'success');
  const refused = (await acme.comments(pull.number)).find(({ body }) => readAnswerComment(body)?.outcome === 'refused');
  await github.ask('frank', 'DELETE', `/repos/acme/agents/issues/comments/${refused?.id}`);
  // A waiver counts for nothing while an answer may be missing.
  await tell('frank deletes an answer', pull, 'in_progress', /duplicate_ticket_eval_passed/);
  await command('frank', pull.number, '/resume because it was a mistake', 'done done');
  await tell('frank starts the answers anew', pull, 'success');
  await command('grace', pull.number, `/waive revoke ${id}`, 'done done');
  await tell('grace revoked the waiver', pull, 'failure');
});

test('the merge queue', { timeout: 40_000 }, async () => {
  const { data: me } = await github.ask<{ id: number }>('grace', 'GET', '/user');
  const { status } = await github.ask('grace', 'POST', '/repos/acme/agents/rulesets', {
    name: 'queue',
    target: 'branch',
    enforcement: 'active',
    bypass_actors: [{ actor_id: me.id, actor_type: 'User', bypass_mode: 'always' }],
    conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
    rules: [{ type: 'merge_queue', parameters: usualQueue }],
  });
  expect(status).toBe(201);
  const ready = async (name: string): Promise<PullView> => {
    const tool = { 'tools/create_ticket.json': `{ "name": "create_ticket", "${name}": true }\n` };
    const other = { [`tools/${name}.json`]: '{}\n' };
    const { 'tools/create_ticket.json': _tool, ...own } = {
      ...(ticketPriority(name) as Record<string, string>),
      ...tool,
    };
    const pull = await acme.open('alice', `alice/${name}`, { ...own, ...other }, name);
    await approved(pull);
    await evals(pull);
    await tell('has all it needs', pull, 'success');
    return pull;
  };
  const [one, two] = [await ready('one'), await ready('two')];
  await acme.enqueue('alice', one);
  await acme.enqueue('alice', two);
  await expect.poll(async () => (await acme.pull(one.number)).merged, { timeout: 10_000, interval: 100 }).toBe(true);
  story.push(`#${one.number} alone in its group and up to date: merged by the queue`);
  const queued = async (): Promise<boolean> => {
    const query = 'query Queued($id: ID!) { node(id: $id) { ... on PullRequest { isInMergeQueue } } }';
    const asked = { query, variables: { id: two.node_id } };
    const { data } = await github.ask<{ data: { node: { isInMergeQueue: boolean } } }>(
      'alice',
      'POST',
      '/graphql',
      asked,
    );
    return data.data.node.isInMergeQueue;
  };
  await expect.poll(queued, { timeout: 10_000, interval: 100 }).toBe(false);
  expect((await acme.pull(two.number)).merged).toBe(false);
  story.push(`#${two.number} behind it on the same surface, without evals of the group: thrown out of the queue`);
});

test('past the gate', { timeout: 40_000 }, async () => {
  const change = { 'policy/tools.yaml': 'default: allow\n' };
  await expect(acme.commit('alice', 'main', change, 'Allow')).rejects.toThrow('422');
  story.push('main alice pushes: refused by the ruleset');
  const touching = await acme.open('alice', 'alice/data', { 'policy/data.yaml': 'retention_days: 1\n' }, 'Data');
  await shows(touching, '(failure|in_progress)');
  const before = (await acme.issues()).length;
  expect(before).toBe(0);
  const sha = await acme.commit('grace', 'main', change, 'Allow');
  const found = async (count: number) => {
    await expect.poll(async () => (await acme.issues()).length, { timeout: 10_000, interval: 100 }).toBe(count);
    return (await acme.issues()).toSorted((a, b) => b.number - a.number)[0];
  };
  const incident = await found(1);
  expect(incident?.title).toContain(`policy_bundle changed in ${sha.slice(0, 7)}`);
  story.push(`main grace pushes past the gate -> incident #${incident?.number} "${incident?.title}"`);
  const number = incident?.number ?? 0;
  const heldOn = async () => (await acme.gate(touching.head.sha))?.output.summary?.includes('is on hold') ?? false;
  await expect.poll(heldOn, { timeout: 10_000, interval: 100 }).toBe(true);
  story.push(`#${touching.number} touches policy_bundle: the hold is announced`);
  await expect
    .poll(async () =>
      (await acme.comments(number)).some(({ body }) => readAnswerComment(body)?.code === 'bypass_found'),
    )
    .toBe(true);
  await command('grace', number, '/resolve because it is understood', 'refused hold_in_force');
  await command('alice', number, '/resume because I say so', 'refused role_missing');
  await command('grace', number, '/resume because the change was looked at', 'done done');
  await expect.poll(heldOn, { timeout: 10_000, interval: 100 }).toBe(false);
  story.push(`#${touching.number} the hold is announced no more`);
  await command('frank', number, '/resolve because it is understood', 'done done');
  await expect.poll(async () => (await acme.issues())[0]?.state, { timeout: 10_000, interval: 100 }).toBe('closed');
  story.push(`#${number} is closed`);
  const merged = await github.ask('grace', 'PUT', `/repos/acme/agents/pulls/${touching.number}/merge`, {});
  expect(merged.status).toBe(200);
  const second = await found(2);
  await expect
    .poll(async () => (await acme.comments(touching.number)).some(({ body }) => body.includes(`#${second?.number}`)))
    .toBe(true);
  story.push(
    `#${touching.number} grace merges it past the gate -> incident #${second?.number}, told on the pull request`,
  );
});

test('all of it as GitHub describes it, signed and by the right tokens', { timeout: 40_000 }, async () => {
  const unsigned = await fetch(`${app.url}/api/github/webhooks`, { method: 'POST', body: '{}' });
  expect(unsigned.status).toBeGreaterThanOrEqual(400);
  expect(await app.end('SIGTERM')).toBe(0);
  expect(await github.end()).toBe(0);
  expect(app.printed()).not.toContain('"level":"error"');
  const file = join(folder, 'exchanges.jsonl');
  validateExchangeLog(file);
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((text) => JSON.parse(text) as LogLine);
  const exchanges = lines.flatMap((line) => (line.kind === 'exchange' ? [line.exchange] : []));
  const ours = exchanges.filter(({ requestHeaders }) => requestHeaders['user-agent']?.startsWith('rollout-gate/'));
  expect(new Set(ours.map(({ actor }) => actor))).toEqual(new Set(['app', 'installation']));
  expect(exchanges.filter(({ status }) => status >= 500)).toEqual([]);
  const deliveries = lines.length - exchanges.length;
  const people = exchanges.filter(({ actor }) => actor === 'user').length;
  story.push(`${deliveries} webhooks, ${ours.length} requests of the App, ${people} of people: all as described`);
});
