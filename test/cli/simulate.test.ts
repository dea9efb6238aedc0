import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulated, Tally } from '../../src/core/simulation/tally.ts';
import { type Sample, seedSample } from '../../src/sandbox/seed/sample.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { handClock, mergedHistory, type MergedHistory } from '../support/merged-history.ts';
import { openTestSandbox } from '../support/sandbox.ts';
import { ran } from './terminal.ts';

const clock = handClock('2026-03-02T08:00:00Z');
let sandbox: Sandbox;
let sample: Sample;
let history: MergedHistory;

beforeAll(async () => {
  sandbox = await openTestSandbox({ now: clock.now });
  sample = await seedSample(sandbox);
  history = await mergedHistory(sandbox, sample, clock, 24);
  const bare = await sandbox.createRepository({ owner: sample.organization, name: 'bare', files: { a: 'a\n' } });
  await sandbox.push(bare, 'b', { files: { a: 'b\n' }, pusher: sample.people.grace });
  const pull = await sandbox.openPullRequest(bare, { author: sample.people.grace, title: 'b', head: 'b' });
  await sandbox.merge(pull, sample.people.grace);
});
afterAll(() => sandbox.close());

const environment = () => ({
  GITHUB_TOKEN: sandbox.installationToken(sample.installed.installation),
  GITHUB_API_URL: sandbox.url,
});

type Json = Tally & { readonly pull_requests: readonly Simulated[] };

async function simulated(words: readonly string[] = [], now = clock.now): Promise<Json> {
  const { out, err } = await ran(['simulate', 'acme/history', '--json', ...words], { environment: environment(), now });
  expect(err).toBe('');
  return JSON.parse(out) as Json;
}

function codesOf({ outcome }: Simulated): readonly string[] {
  const codes = outcome.kind === 'unknowable' ? [outcome.lost] : outcome.reasons.map(({ code }) => code);
  return [...new Set(codes)].toSorted();
}

const readings = ['MergedPullRequests', 'JudgePullRequest'];

describe('simulate', () => {
  it('prints what its published schema says, whatever the outcome', async () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, keywords: ['x-validator', 'x-codes'] });
    ajvFormats.default(ajv);
    const schema = (name: string): object =>
      JSON.parse(readFileSync(join(import.meta.dirname, `../../schemas/${name}.schema.json`), 'utf8')) as object;
    for (const name of ['decision', 'effective-policy', 'eval-report', 'record', 'snapshot'])
      ajv.addSchema(schema(name));
    const validate = ajv.compile(schema('simulation'));
    const later = new Date(clock.now().getTime() + 500 * 86_400_000);
    const [known, unknown] = [await simulated(), await simulated([], () => later)];
    expect([known, unknown].map((one) => (validate(one) ? [] : validate.errors))).toEqual([[], []]);
    expect(validate({ ...known, counts: { ...known.counts, go: -1 } })).toBe(false);
    expect(unknown.counts.unknowable).toBeGreaterThan(0);
  });

  it('gives each merged pull request the outcome that it had when it was merged', async () => {
    const before = sandbox.exchanges.length;
    const { pull_requests, counts } = await simulated();
    const found = new Map(pull_requests.map((one) => [one.number, { kind: one.outcome.kind, codes: codesOf(one) }]));
    expect(found).toEqual(history.expected);
    const kinds = [...history.expected.values()].map(({ kind }) => kind);
    const count = (wanted: string): number => kinds.filter((kind) => kind === wanted).length;
    expect(counts).toEqual({ go: count('go'), wait: count('wait'), block: count('block'), unknowable: 0 });
    const requests = sandbox.exchanges.slice(before);
    // One each, one more for the jobs of its evals, and the list.
    expect(requests.length).toBeLessThanOrEqual(2 * history.expected.size);
    expect(requests.filter(({ method, operation }) => method !== 'GET' && !readings.includes(operation ?? ''))).toEqual(
      [],
    );
  });

  it('takes what GitHub no longer has for unknowable, never for go', async () => {
    const later = () => new Date(clock.now().getTime() + 500 * 86_400_000);
    const { pull_requests } = await simulated([], later);
    const unknown = [...history.expected].filter(([, { codes }]) => codes.includes('signal_unknown'));
    expect(unknown.length).toBeGreaterThan(0);
    for (const [number] of unknown) {
      const found = pull_requests.find((one) => one.number === number);
      expect(found?.outcome).toEqual({ kind: 'unknowable', lost: 'checks_gone' });
    }
    const noTeams = sandbox.jobToken(history.repository, { contents: 'read', pull_requests: 'read', checks: 'read' });
    const { out } = await ran(['simulate', 'acme/history', '--json'], {
      environment: { ...environment(), GITHUB_TOKEN: noTeams },
      now: clock.now,
    });
    const { counts, reasons } = JSON.parse(out) as Json;
    // Only what nobody has to review can go.
    expect(counts.go).toBe(2);
    expect(reasons.map(({ code }) => code)).toContain('role_unreadable');
  });

  it('judges by a given policy, in the place of the default branch’s', async () => {
    const file = join(tmpdir(), `simulate-${process.pid}.yml`);
    await writeFile(file, 'version: 1\nsurfaces:\n  documents: { paths: ["docs/**"], risk: high }\n');
    const { pull_requests } = await simulated(['--policy', file, '--last', '12']);
    expect(pull_requests).toHaveLength(12);
    const documents = pull_requests.filter(({ outcome }) => outcome.kind === 'block');
    expect(documents.map(({ number }) => number)).toEqual([13]);
    await writeFile(file, 'version: 1\nsurfaces: 3\n');
    const { status, err } = await ran(['simulate', 'acme/history', '--policy', file], { environment: environment() });
    expect(status).toBe(2);
    expect(err).toContain('surfaces must be a mapping');
  });

  it('says what it counted, links the most frequent reasons first, and draws its progress for people only', async () => {
    const watched = { environment: environment(), now: clock.now, watched: true };
    const { status, out, err } = await ran(['simulate', 'acme/history', '--last', '12'], watched);
    expect(status).toBe(1);
    expect(out.replaceAll(sandbox.url, 'https://github.test')).toMatchInlineSnapshot(`
      "12 merged pull requests, each judged as it was when it was merged
        go          4 (1 not governed)
        wait        5
        block       3
        unknowable  0

      reasons, the most frequent first
           3  wait review_missing
          https://github.test/ui/acme/history/pull/18
          https://github.test/ui/acme/history/pull/16
          https://github.test/ui/acme/history/pull/15
           2  block record_missing
          https://github.test/ui/acme/history/pull/23
          https://github.test/ui/acme/history/pull/22
           2  block rollout_record_missing
          https://github.test/ui/acme/history/pull/23
          https://github.test/ui/acme/history/pull/22
           2  wait signal_unknown
          https://github.test/ui/acme/history/pull/20
          https://github.test/ui/acme/history/pull/19
           1  block signal_false
          https://github.test/ui/acme/history/pull/21

      merged, and would be blocked
        #23 Change p22  2026-03-02  record_missing, rollout_record_missing
          https://github.test/ui/acme/history/pull/23
        #22 Change p21  2026-03-02  record_missing, rollout_record_missing
          https://github.test/ui/acme/history/pull/22
        #21 Change p20  2026-03-02  signal_false
          https://github.test/ui/acme/history/pull/21

      Nothing was changed. Roles and permissions are those of today.
      "
    `);
    expect(err.split('\r').at(-1)).toBe(`[${'='.repeat(40)}] 12 of 12\n`);
    expect(err.split('\r')).toHaveLength(13);
  });

  it('has a status for each end', async () => {
    const status = async (words: readonly string[]): Promise<number> =>
      (await ran(['simulate', ...words], { environment: environment(), now: clock.now })).status;
    const free = join(tmpdir(), `simulate-free-${process.pid}.yml`);
    await writeFile(
      free,
      'version: 1\nsurfaces: { none: { paths: ["none/**"], risk: low } }\nrecords: { change: [none.yaml], rollout: [none.yml] }\n',
    );
    expect({
      go: await status(['acme/history', '--policy', free]),
      blocked: await status(['acme/history', '--last', '2']),
      noPolicy: await status(['acme/bare']),
      name: await status(['history']),
      last: await status(['acme/history', '--last', '0']),
      absent: await status(['acme/nothing']),
    }).toEqual({ go: 0, blocked: 1, noPolicy: 2, name: 2, last: 2, absent: 3 });
  });
});
