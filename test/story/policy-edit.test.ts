import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packing } from '../../src/adapters/digest/packing.ts';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import { GithubPullRequestWriter } from '../../src/adapters/github/pull-request-writer.ts';
import { httpTransport } from '../../src/adapters/github/transport/http-transport.ts';
import { createPolicyEdits, type PolicyEdits } from '../../src/app/policy-edits.ts';
import { readerOptions } from '../../src/cli/check/pull-request.ts';
import type { Capsule } from '../../src/generated/types.ts';
import { keptWorld } from '../../src/sandbox/faults/lagging-world.ts';
import { type Sample, seedSample } from '../../src/sandbox/seed/sample.ts';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { FileChanges } from '../../src/sandbox/driver/repositories.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import type { CheckRun } from '../../src/sandbox/state/check.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { ran } from '../cli/terminal.ts';
import { handClock, type HandClock, mergedHistory, type MergedHistory } from '../support/merged-history.ts';
import { openTestSandbox } from '../support/sandbox.ts';

const policyPath = '.github/rollout-gate.yml';
const policy = String(sampleFiles[policyPath]);

let clock: HandClock;
let sandbox: Sandbox;
let sample: Sample;
let history: MergedHistory;
let edits: PolicyEdits;

beforeAll(async () => {
  clock = handClock('2026-03-02T08:00:00Z');
  sandbox = await openTestSandbox({ now: clock.now });
  sample = await seedSample(sandbox);
  history = await mergedHistory(sandbox, sample, clock, 12);
  edits = createPolicyEdits({ now: clock.now });
});
afterAll(() => sandbox.close());

const token = (): string => sandbox.installationToken(sample.installed.installation);

async function open(branch: string, files: FileChanges): Promise<PullRequest> {
  await sandbox.push(history.repository, branch, { files, pusher: sample.people.alice, from: 'main' });
  return sandbox.openPullRequest(history.repository, { author: sample.people.alice, title: branch, head: branch });
}

/** Looks at the edit as the App does, and answers its check runs, oldest first. */
async function look(pull: PullRequest, memory = readingMemory()): Promise<readonly CheckRun[]> {
  const key = { owner: 'acme', repo: 'history', number: pull.number };
  const app = sample.installed.app.id;
  const transport = httpTransport({ apiUrl: sandbox.url, token: token(), userAgent: 'rollout-gate/test' });
  const options = await readerOptions({ GITHUB_TOKEN: token(), GITHUB_API_URL: sandbox.url }, null);
  const writer = new GithubPullRequestWriter(key, { transport, app, patience: [0, 0], memory });
  await edits(key, { ...options, memory, transport, app, sha256: packing.sha256 }, writer);
  return runsOf(pull);
}

function runsOf(pull: PullRequest): readonly CheckRun[] {
  return [...sandbox.world.checkRuns.values()].filter(
    ({ name, headSha }) => name === 'rollout-gate policy' && headSha === pull.head.sha,
  );
}

function shown(runs: readonly CheckRun[]) {
  const run = runs.at(-1);
  return { conclusion: run?.conclusion, title: run?.output.title, summary: run?.output.summary ?? '' };
}

describe('a pull request that edits the policy', () => {
  test('is told what it loosens and what it would have done, each linked, under no required name', async () => {
    const edited = policy
      .replace('medium: { reviews: [engineering], evals', 'medium: { evals')
      .replace(
        'prompt_bundle:            { paths: ["prompts/**"], risk: medium }',
        'prompt_bundle: { paths: ["prompts/**"] }\n  documents: { paths: ["docs/**"], risk: high }',
      );
    const pull = await open('edit', { [policyPath]: edited });
    const runs = await look(pull);
    expect(runs).toHaveLength(1);
    const { conclusion, title, summary } = shown(runs);
    expect(conclusion).toBe('neutral');
    // The records of the scenes ask for the review themselves: only documents change.
    expect(title).toMatch(
      /^Needs eyes: \d rules? looser; 1 of 12 merged changes would now be blocked, 0 once stopped would pass$/,
    );
    expect(summary).toContain('A medium change: engineering was asked for, now nobody.');
    expect(summary).toContain('/acme/history/pull/1)');
    const [note] = runs[0]?.annotations ?? [];
    expect(note).toMatchObject({ path: policyPath, annotation_level: 'warning' });
  });

  test('that loosens nothing passes, is judged once, and is not written twice', async () => {
    const pull = await open('comment', { [policyPath]: `${policy}# A comment.\n` });
    const before = sandbox.exchanges.length;
    expect(shown(await look(pull))).toMatchObject({
      conclusion: 'success',
      title: 'Nothing gets looser; 0 of 12 merged changes would now be blocked, 0 once stopped would pass',
    });
    const first = sandbox.exchanges.length - before;
    expect(first).toBeLessThanOrEqual(2 * 12 + 6);
    await look(pull);
    const again = sandbox.exchanges.slice(before + first);
    expect(again.map(({ operation }) => operation)).toEqual([
      'GlanceAtPullRequest',
      'ReadPolicyEdit',
      'MergedPullRequests',
    ]);
  });

  test('is checked once while replicas lag behind what was written', async () => {
    const pull = await open('lag', { [policyPath]: `${policy}# Another comment.\n` });
    const memory = readingMemory();
    sandbox.faults.replica = keptWorld(sandbox.world);
    await look(pull, memory);
    const runs = await look(pull, memory);
    sandbox.faults.replica = null;
    expect(runs).toHaveLength(1);
  });

  test('says so when the history can’t be read, and shows it when it can', async () => {
    const pull = await open('unread', { [policyPath]: `${policy}# A third comment.\n` });
    sandbox.faults.add({ operation: 'MergedPullRequests', fault: { kind: 'status', status: 502 }, times: 9 });
    const runs = async () => shown(await look(pull).catch(() => runsOf(pull)));
    await expect(look(pull)).rejects.toMatchObject({ code: 'github_server_error' });
    expect(shown(runsOf(pull))).toMatchObject({
      conclusion: 'neutral',
      title: 'Nothing gets looser; the history could not be read',
    });
    sandbox.faults.clear();
    expect(await runs()).toMatchObject({ conclusion: 'success', title: expect.stringContaining('0 of 12') });
    sandbox.faults.add({ operation: 'MergedPullRequests', fault: { kind: 'status', status: 502 }, times: 9 });
    // What is known stays.
    expect(await runs()).toMatchObject({ conclusion: 'success', title: expect.stringContaining('0 of 12') });
    sandbox.faults.clear();
    expect(runsOf(pull)).toHaveLength(1);
  });

  test('that breaks it fails at its line, and no history is read', async () => {
    const pull = await open('broken', { [policyPath]: 'version: 1\nsurfaces: 3\n' });
    const before = sandbox.exchanges.length;
    const runs = await look(pull);
    expect(shown(runs)).toMatchObject({ conclusion: 'failure', title: 'The policy can’t be used: 1 problem' });
    expect(runs.at(-1)?.annotations[0]).toMatchObject({
      path: policyPath,
      start_line: 2,
      annotation_level: 'failure',
    });
    expect(sandbox.exchanges.slice(before).map(({ operation }) => operation)).not.toContain('MergedPullRequests');
  });

  test('that removes it needs eyes', async () => {
    const pull = await open('gone', { [policyPath]: null });
    expect(shown(await look(pull))).toMatchObject({
      conclusion: 'neutral',
      title: 'Needs eyes: the policy is removed, and nothing is judged any more',
    });
  });

  test('runs its cases under the new policy, here and on the command line', async () => {
    const waiting = await open('waits', { 'prompts/case.md': 'x\n' });
    const folderHere = await mkdtemp(join(tmpdir(), 'rollout-gate-'));
    const file = join(folderHere, 'capsule.json');
    const words = ['check', '--pr', `acme/history#${waiting.number}`, '--capsule-out', file];
    await ran(words, { environment: { GITHUB_TOKEN: token(), GITHUB_API_URL: sandbox.url } });
    const capsule = JSON.parse(await readFile(file, 'utf8')) as Capsule;
    const one = (verdict: string): string =>
      `${JSON.stringify({ format: 'rollout-gate/case', version: 1, means: 'prompts are governed', expect: { verdict }, capsule }, null, 1)}\n`;
    const folder = '.github/rollout-gate/cases';
    const pull = await open('cases', { [`${folder}/good.json`]: one('block'), [`${folder}/readme.md`]: 'no case\n' });
    const good = shown(await look(pull));
    expect(good.conclusion).toBe('success');
    expect(good.summary).toContain('1 of 1 came out as expected');
    await writeFile(join(folderHere, 'policy.yml'), policy);
    await rm(file);
    await writeFile(join(folderHere, 'good.json'), one('block'));
    await writeFile(join(folderHere, 'bad.json'), one('go'));
    const local = await ran(['policy', 'policy.yml', '--cases', '.'], { cwd: folderHere });
    expect(local.out).toContain('1 of 2 cases came out as expected.');
    expect(local.err).toBe(
      './bad.json:6:14: prompts are governed: expected go, got block (record_missing, rollout_record_missing, review_missing, signal_unknown)  case_failed\n',
    );
    expect(local.status).toBe(1);
    await rm(folderHere, { recursive: true });
    await sandbox.push(history.repository, 'cases', {
      files: {
        [policyPath]: policy.replace('"prompts/**"', '"words/**"'),
        [`${folder}/half.json`]: '{\n  "format": 1\n}\n',
      },
      pusher: sample.people.alice,
    });
    const runs = await look(pull);
    expect(shown(runs)).toMatchObject({ conclusion: 'failure' });
    expect(shown(runs).title).toMatch(/^2 of 2 cases failed; /);
    const notes = runs.at(-1)?.annotations.map(({ path, start_line, title }) => `${path}:${start_line} ${title}`) ?? [];
    expect(notes).toContain(`${folder}/good.json:6 case_failed`);
    expect(notes).toContain(`${folder}/half.json:2 json_schema`);
  });
});
