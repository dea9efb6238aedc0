import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/adapters/digest/sha256.ts';
import { canonicalJson } from '../../src/core/canonical/json.ts';
import { decide } from '../../src/core/decide.ts';
import type { Capsule, Decision, EvalReport } from '../../src/generated/types.ts';
import { validateDecision } from '../../src/generated/validators/decision.js';
import { makeCapsule } from '../../src/records/capsule.ts';
import { makeEvidence } from '../../src/records/eval/evidence.ts';
import { prepareJudgement } from '../../src/records/judgement.ts';
import { sampleSnapshot } from '../records/snapshot-sample.ts';
import { Checkout } from '../support/checkout.ts';
import { agentsRepository, change, rollout } from './agents-repository.ts';
import { ran } from './terminal.ts';

let folder = '';
const open: Checkout[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-'));
});
afterEach(() => open.splice(0).forEach((checkout) => checkout.remove()));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function repository(files: Readonly<Record<string, string>> = {}): Checkout {
  const checkout = agentsRepository(files);
  open.push(checkout);
  return checkout;
}

const local = ['check', '--base', 'main', '--head', 'HEAD'];
const records = { 'changes/refund/change.yaml': change, 'changes/refund/rollout.yaml': rollout };

async function decision(checkout: Checkout): Promise<Decision> {
  return JSON.parse((await ran([...local, '--json'], { cwd: checkout.folder })).out) as Decision;
}

describe('check --base --head', () => {
  it.each<readonly [name: string, files: Readonly<Record<string, string>>, status: number, code: string]>([
    ['without records blocks and drafts them', {}, 1, 'record_missing'],
    ['with records waits for what only GitHub has', records, 1, 'role_unreadable'],
    [
      'with a malformed record ends with status 2',
      { ...records, 'changes/refund/change.yaml': 'change: {}\n' },
      2,
      'record_malformed',
    ],
    [
      'that touches more than it declares blocks',
      { ...records, 'policies/tools.yml': 'allow: [x]\n' },
      1,
      'surface_undeclared',
    ],
    [
      'with ids that differ in the pair blocks',
      { ...records, 'changes/refund/rollout.yaml': `${gateRecord('chg-other')}` },
      1,
      'change_id_mismatch',
    ],
  ])('%s', async (_name, files, status, code) => {
    const checkout = repository(files);
    const { reasons, ...rest } = await decision(checkout);
    expect(reasons.map((reason) => reason.code)).toContain(code);
    expect(validateDecision({ reasons, ...rest })).toBe(true);
    const text = await ran(local, { cwd: checkout.folder });
    expect(text.status).toBe(status);
    expect(text.out).toContain(code);
    expect(text.out).toContain('known on GitHub only');
  });

  it('lets a change through that touches nothing governed', async () => {
    const checkout = new Checkout();
    open.push(checkout);
    checkout.commit({ '.github/rollout-gate.yml': 'version: 1\nsurfaces: { a: { paths: ["a/**"] } }\n' });
    checkout.branch('docs').commit({ 'README.md': 'x\n' });
    expect(await ran(local, { cwd: checkout.folder })).toMatchObject({ status: 0, err: '' });
  });

  it('judges by the policy of the base: the head can not loosen it', async () => {
    const loose = repository({ '.github/rollout-gate.yml': 'version: 1\n' });
    const { reasons, surfaces } = await decision(loose);
    expect(surfaces.detected).toEqual(['prompt_bundle', 'rollout_rules']);
    expect(reasons.map(({ code }) => code)).toContain('record_missing');
  });

  it('shows names of files as text, whatever they hold', async () => {
    const checkout = repository({ 'prompts/\u001b[2Jx\n::error::y.md': 'x', 'changes/\u202e/change.yaml': 'x: [' });
    const { out, status } = await ran(local, { cwd: checkout.folder });
    expect(out).not.toMatch(/[\u001b\u202e]|^::/m);
    expect(status).toBe(2);
  });

  it('writes the capsule, which replays and is judged to the same bytes', async () => {
    const checkout = repository(records);
    const capsule = join(folder, 'local.json');
    const first = await ran([...local, '--json', '--capsule-out', capsule], { cwd: checkout.folder });
    expect(await ran(['replay', capsule])).toMatchObject({ status: 0 });
    const again = await ran(['check', '--capsule', capsule, '--json']);
    expect(again).toMatchObject({ out: first.out, status: first.status, err: '' });
  });
});

describe('replay of a list of capsules, as a merge group has it', () => {
  const capsuleOf = async (files: Parameters<typeof repository>[0]) => {
    const file = join(folder, 'one.json');
    await ran([...local, '--capsule-out', file], { cwd: repository(files).folder });
    return JSON.parse(readFileSync(file, 'utf8')) as Capsule;
  };
  const file = (): string => join(folder, 'list.json');
  const replayed = async (list: readonly unknown[], ...more: string[]) => {
    writeFileSync(file(), JSON.stringify(list));
    return ran(['replay', file(), ...more]);
  };
  const forged = (capsule: Capsule): Capsule => {
    const decision = { ...capsule.decision, verdict: 'go' as const };
    return makeCapsule(capsule.snapshot, decision, sha256);
  };

  it('says of each whether the same bytes come out, with the worst status of all', async () => {
    const [one, other] = [await capsuleOf(records), await capsuleOf({ 'README.md': 'x\n' })];
    const fine = await replayed([one, other]);
    expect(fine).toMatchObject({ status: 0, err: '' });
    expect(fine.out.match(/^same bytes: /gm)).toHaveLength(2);
    expect(await replayed([one, forged(one)])).toMatchObject({ status: 1 });
    const broken = await replayed([forged(one), { ...one, version: 2 }, other]);
    expect(broken.status).toBe(2);
    expect(broken.err).toContain('(/1/version)  json_schema');
    expect(broken.out).toMatch(/^not the same: .*\n.*\n.*\nsame bytes: /);
    expect(await replayed([])).toMatchObject({ status: 2 });
  });

  it('answers with a list of JSON, too', async () => {
    const one = await capsuleOf(records);
    const { out, status } = await replayed([one, forged(one)], '--json');
    expect(status).toBe(1);
    expect((JSON.parse(out) as { same: boolean }[]).map(({ same }) => same)).toEqual([true, false]);
  });
});

describe('check --base --head --evidence', () => {
  const report: EvalReport = {
    version: 1,
    suite: 'offline',
    commit: '',
    measured_at: '2026-04-07T16:00:00Z',
    release: {},
    dataset: { name: 'd', version: '1' },
    judge: { name: 'j' },
    verifier: { id: 'v', contract_version: '1' },
    cases: [
      { id: 'a', outcome: 'passed' },
      { id: 'b', outcome: 'passed' },
    ],
  };

  async function checked(changes: Partial<EvalReport>, ...more: readonly string[]) {
    const checkout = repository(records);
    const commit = checkout.git('rev-parse', 'HEAD').trim();
    const source = { repository: 'x', repository_id: 1, workflow: '', run_id: 1, run_attempt: 1, event: '', commit };
    const file = join(folder, 'evidence.json');
    writeFileSync(file, JSON.stringify(makeEvidence(source, [{ ...report, commit, ...changes }], sha256)));
    return ran([...local, '--evidence', file, ...more], { cwd: checkout.folder });
  }

  it('says what its reports would come to, and counts them for nothing', async () => {
    const { status, out } = await checked({});
    expect(out).toContain('local evidence, counted for nothing until a run on GitHub says so');
    expect(out).toContain('offline_eval_passed  would be true');
    expect(out).toContain('offline_eval_passed  unknown');
    expect(status).toBe(1);
  });

  it.each<readonly [name: string, changes: Partial<EvalReport>, said: string]>([
    [
      'a failed case',
      { cases: [...report.cases, { id: 'c', outcome: 'failed', failure_reason: 'r', trace_id: 't' }] },
      'would be false',
    ],
    ['too few cases', { cases: report.cases.slice(1) }, 'would be unknown'],
    ['another commit', { commit: 'f'.repeat(40) }, 'would be unknown'],
    ['the future', { measured_at: '2027-01-01T00:00:00Z' }, 'would be unknown'],
    ['another suite', { suite: 'other' }, 'none of its reports'],
  ])('says so of %s', async (_name, changes, said) => {
    expect((await checked(changes)).out).toContain(said);
  });

  it('leaves the decision as it is, byte for byte', async () => {
    const with_ = await checked({}, '--json');
    const without = await ran([...local, '--json'], { cwd: repository(records).folder });
    expect(with_.out).toBe(without.out);
    expect(with_.err).toContain('would be true');
  });

  it('ends with status 2 when the file was edited', async () => {
    const file = join(folder, 'edited.json');
    const evidence = makeEvidence({} as never, [report], sha256);
    writeFileSync(file, JSON.stringify({ ...evidence, digest: `sha256:${'0'.repeat(64)}` }));
    const { status, err } = await ran([...local, '--evidence', file], { cwd: repository(records).folder });
    expect(err).toContain('edited.json');
    expect(status).toBe(2);
  });
});

describe('check --capsule', () => {
  it('prints the decision of then as canonical JSON', async () => {
    const snapshot = sampleSnapshot();
    const made = decide(prepareJudgement(snapshot), sha256);
    const file = join(folder, 'capsule.json');
    writeFileSync(file, JSON.stringify(makeCapsule(snapshot, made, sha256)));
    expect(await ran(['check', '--capsule', file, '--json'])).toEqual({
      status: 0,
      out: `${canonicalJson(made)}\n`,
      err: '',
    });
  });

  it('says when the capsule records another decision, and gives its own', async () => {
    const snapshot = sampleSnapshot();
    const made = decide(prepareJudgement(snapshot), sha256);
    const file = join(folder, 'forged.json');
    writeFileSync(file, JSON.stringify(makeCapsule(snapshot, { ...made, verdict: 'block' }, sha256)));
    const { status, out, err } = await ran(['check', '--capsule', file, '--json']);
    expect(err).toContain('records another decision');
    expect({ status, out }).toEqual({ status: 0, out: `${canonicalJson(made)}\n` });
  });

  it('refuses one that was edited', async () => {
    const snapshot = sampleSnapshot();
    const capsule = makeCapsule(snapshot, decide(prepareJudgement(snapshot), sha256), sha256);
    const file = join(folder, 'edited-capsule.json');
    writeFileSync(file, JSON.stringify({ ...capsule, snapshot: { ...snapshot, now: '2026-04-08T00:00:00Z' } }));
    const { status, out, err } = await ran(['check', '--capsule', file]);
    expect(err).toContain('digest_mismatch');
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(readFileSync(file, 'utf8')).toContain('2026-04-08');
  });
});

function gateRecord(id: string): string {
  return `kind: rollout_gate_record
gate_id: gate-1
change_id: ${id}
bundle_id: bundle-1
rollout_wave: canary
traffic_scope: 5%
required_checks: [offline_eval_passed]
blocking_findings: []
`;
}
