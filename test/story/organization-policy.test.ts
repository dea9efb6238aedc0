import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { packing, unpack } from '../../src/adapters/digest/packing.ts';
import { organizationPolicy, type PinnedFile } from '../../src/adapters/github/organization-policy.ts';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import { httpTransport } from '../../src/adapters/github/transport/http-transport.ts';
import { canonicalJson } from '../../src/core/canonical/json.ts';
import type { Capsule, Decision } from '../../src/generated/types.ts';
import { readCapsule, replay } from '../../src/records/capsule-reading.ts';
import { packedCapsule } from '../../src/report/check/capsule-text.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { buildFresh, type FreshBundle } from '../action/support/bundle.ts';
import { runStep } from '../action/support/runner.ts';
import { payloadOf } from '../action/support/world.ts';
import { startAppInProcess } from '../app/app-in-process.ts';
import { ran } from '../cli/terminal.ts';
import { type JudgeOptions, type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { ticketPriority } from '../support/scenes.ts';

let bundle: FreshBundle;
let world: JudgingWorld;
let commit: string;
const path = 'base/gate.yml';
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  bundle = await buildFresh();
  world = await openJudgingWorld();
  const { organization, people } = world;
  const policies = await world.sandbox.createRepository({ owner: organization, name: 'policies', files: {} });
  commit = await world.sandbox.push(policies, 'main', {
    files: { [path]: 'version: 1\nsurfaces:\n  notes:\n    paths: [notes/**]\n' },
    pusher: people.grace,
  });
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(async () => {
  await world.close();
  bundle.remove();
});

const pin = (over: Partial<PinnedFile> = {}): string => {
  const { repo, path: at, commit: sha } = { repo: 'policies', commit, path, ...over };
  return `acme/${repo}@${sha}:${at}`;
};

/** The App as it is started, on the one webhook of the world. */
async function appWith(organization: string): Promise<void> {
  const app = await startAppInProcess(world, { ORGANIZATION_POLICY: organization });
  stops.push(app.stop);
}

/** The capsule in the App's check run, once it is there. */
async function capsuleOfApp(pull: PullRequest): Promise<Capsule> {
  const texts = () =>
    [...world.sandbox.world.checkRuns.values()]
      .filter((run) => run.headSha === pull.head.sha && run.name.startsWith('rollout-gate'))
      .map((run) => run.output.text ?? '');
  await expect.poll(() => packedCapsule(texts()), { timeout: 12_000, interval: 25 }).not.toBeNull();
  const { capsule, problems } = readCapsule(unpack(packedCapsule(texts()) ?? ''), packing.sha256);
  if (capsule === null) throw new Error(JSON.stringify(problems));
  return capsule;
}

describe("an organisation's defaults", () => {
  test('are judged by in the App, the Action and the CLI, with the same bytes, and replay from the capsule', async () => {
    await appWith(pin());
    const pull = await world.open('a', { ...ticketPriority(), 'notes/a.md': 'A note.\n' });
    const { snapshot, decision } = await capsuleOfApp(pull);
    expect(snapshot.organization_policy).toMatchObject({ repository: 'acme/policies', path, commit });
    expect(decision.surfaces.detected).toContain('notes');
    const bytes = canonicalJson(decision);
    expect(canonicalJson(replay({ ...(await capsuleOfApp(pull)) }, packing.sha256).decision)).toBe(bytes);
    const token = world.sandbox.installationToken(world.installed.installation);
    const run = await runStep({
      entry: bundle.entry,
      event: 'pull_request_target',
      payload: payloadOf(pull),
      inputs: { 'organization-policy': pin() },
      token,
      api: world.sandbox.url,
      env: { ROLLOUT_GATE_NOW: snapshot.now },
    });
    expect(run.outputs['result']).toContain(`"decision":${bytes},`);
    const environment = { GITHUB_TOKEN: token, GITHUB_API_URL: world.sandbox.url };
    const words = ['check', '--pr', `acme/agents#${pull.number}`, '--organization-policy', pin(), '--json'];
    const { surfaces } = JSON.parse((await ran(words, { environment })).out) as Decision;
    expect(surfaces).toEqual(decision.surfaces);
  });

  test.each([
    ['a commit that is not there', { commit: 'f'.repeat(40) }],
    ['a path that is not there', { path: 'no/such.yml' }],
    ['a folder', { path: 'base' }],
    ['a repository that the App is not on', { repo: 'elsewhere' }],
  ])('close the gate when they can not be read: %s', async (title, over) => {
    await appWith(pin(over));
    const branch = `unread-${title.replaceAll(' ', '-')}`;
    const pull = await world.open(branch, { ...ticketPriority(), 'prompts/b.md': title });
    const { decision } = await capsuleOfApp(pull);
    expect(decision).toMatchObject({ verdict: 'wait', enforcement: 'enforce' });
    expect(decision.reasons.map(({ code, message }) => `${code} ${message}`)).toEqual([
      expect.stringMatching(
        /^policy_unreadable The organisation's policy acme\/\S+ at [0-9a-f]{7} could not be read\.$/,
      ),
    ]);
  });

  test('are 1 request once, and none when warm', async () => {
    const token = world.sandbox.installationToken(world.installed.installation);
    const transport = httpTransport({ apiUrl: world.sandbox.url, token, userAgent: 'rollout-gate/test' });
    const source = organizationPolicy({ owner: 'acme', repo: 'policies', commit, path }, async () => transport);
    const pull = await world.open('counted', ticketPriority());
    const cost = async (over: JudgeOptions): Promise<readonly (string | null)[]> => {
      const requests = await world.requestsOf(() => world.judge(pull, { write: false, ...over }));
      return requests.map(({ operation }) => operation);
    };
    const [first, ...more] = await cost({ memory: readingMemory() });
    const memory = readingMemory();
    const given = { memory, organizationPolicy: source };
    expect(await cost(given)).toEqual([first, 'ReadOrganizationPolicy', ...more]);
    expect(await cost(given)).toEqual(['JudgePullRequest']);
    const other = await world.open('counted-too', { 'README.md': 'Explained.\n' });
    const requests = await world.requestsOf(() => world.judge(other, given));
    expect(requests.map(({ operation }) => operation)).not.toContain('ReadOrganizationPolicy');
  });

  test('are not asked for where the repository has no policy', async () => {
    let asked = 0;
    await world.sandbox.push(world.repository, 'main', {
      files: { '.github/rollout-gate.yml': null },
      pusher: world.people.grace,
    });
    const pull = await world.open('none', ticketPriority());
    const organization = () => Promise.reject(new Error(`asked ${(asked += 1)}`));
    expect((await world.judge(pull, { organizationPolicy: organization })).decision).toBeNull();
    expect(asked).toBe(0);
  });

  test('named by a branch are refused with a sentence', async () => {
    const wrong = 'acme/policies@main';
    const { status, err } = await ran(['check', '--pr', 'acme/agents#1', '--organization-policy', wrong], {});
    expect({ status, err }).toMatchObject({ status: 2, err: expect.stringContaining('40 lower-case hex digits') });
    for (const refused of [wrong, pin({ path: 'a/../b' })])
      await expect(appWith(refused)).rejects.toThrow('ORGANIZATION_POLICY can not be used');
    const run = await runStep({
      entry: bundle.entry,
      event: 'pull_request_target',
      payload: {},
      inputs: { 'organization-policy': wrong },
      token: 'no token at all',
      api: world.sandbox.url,
    });
    expect(run.stdout).toContain('input organization-policy: expected');
    expect(run.outputs['decision']).toBe('fault');
  });
});
