import { describe, expect, test } from 'vitest';
import type { SignalFileFact, Snapshot } from '../../../src/generated/types.ts';
import {
  check,
  codesOf,
  decisionOf,
  earlier,
  head,
  people,
  policyText,
  rolloutText,
  type Scene,
  status,
} from '../../support/snapshot.ts';

const job = 'job: { workflow: .github/workflows/evals.yml, name: evals }\n    trusted_paths: ["evals/**"]';
const policyOf = (source: string): string => policyText.replace(job, source);
const first = (scene: Scene) => {
  const decision = decisionOf(scene);
  return { value: decision.signals[0]?.value, codes: codesOf(decision) };
};

describe('a file', () => {
  const file = (path: string, length: number | null, exists = true): SignalFileFact => ({ path, exists, length });
  const own = 'changes/one/ROLLBACK.md';
  test.each([
    ['long enough', [file(own, 20)], [], 'true'],
    ['too short', [file(own, 19)], ['signal_false'], 'false'],
    ['not asked for', [], ['signal_unknown'], 'unknown'],
    ['not read', [file(own, null)], ['signal_unknown'], 'unknown'],
    ['taken away', [file(own, null, false)], ['signal_false'], 'false'],
  ] as const)('%s', (_what, signal_files, codes, value) => {
    const decision = decisionOf({ facts: { signal_files } });
    expect(codesOf(decision)).toEqual(codes);
    expect(decision.signals.find(({ name }) => name === 'rollback_plan_ready')?.value).toBe(value);
  });

  test('at a plain path it is the same file for every change, and unknown while it was not read', () => {
    const policy = policyText.replace('changes/*/ROLLBACK.md', 'docs/ROLLBACK.md');
    expect(codesOf(decisionOf({ policy, facts: { signal_files: [] } }))).toEqual(['signal_unknown']);
    expect(decisionOf({ policy, facts: { signal_files: [file('docs/ROLLBACK.md', 90)] } }).verdict).toBe('go');
  });
});

describe('a commit status that the policy names', () => {
  const policy = policyOf('status: { context: scan, creator: erin }');
  const judged = (list: Snapshot['statuses']['list'], complete = true) =>
    first({ policy, facts: { statuses: { complete, list } } });
  test.each([
    ['success', 'true', []],
    ['failure', 'false', ['signal_false']],
    ['error', 'false', ['signal_false']],
    ['pending', 'unknown', ['signal_running']],
    ['expected', 'unknown', ['signal_running']],
  ] as const)('%s', (state, value, codes) => {
    expect(judged([status('scan', { state })])).toEqual({ value, codes });
  });

  test('the newest counts, wherever it stands in the list', () => {
    const red = status('scan', { state: 'failure', created_at: '2026-04-07T15:40:00Z' });
    expect(judged([red, status('scan')]).value).toBe('false');
    expect(judged([status('scan'), red]).value).toBe('false');
  });

  test('none, or a list that is not whole, is unknown', () => {
    expect(judged([])).toEqual({ value: 'unknown', codes: ['signal_unknown'] });
    expect(judged([status('scan')], false).value).toBe('unknown');
  });
});

describe('a signed attestation', () => {
  const policy = policyOf('attestation: { predicate: p, signer_workflow: acme/evals/.github/workflows/v.yml }');
  const signed = (result: 'passed' | 'failed' | 'unknown', at = earlier): Snapshot['attestations'][number] => ({
    predicate: 'p',
    signer_workflow: 'acme/evals/.github/workflows/v.yml@refs/heads/main',
    subject: `sha256:${result}`,
    commit: head,
    result,
    at,
  });
  test.each([
    ['passed', 'true'],
    ['failed', 'false'],
    ['unknown', 'unknown'],
  ] as const)('%s', (result, value) => {
    expect(first({ policy, facts: { attestations: [signed(result)] } }).value).toBe(value);
  });

  test('the newest counts; none waits', () => {
    const attestations = [signed('failed', '2026-04-07T15:50:00Z'), signed('passed')];
    expect(first({ policy, facts: { attestations } }).value).toBe('false');
    expect(first({ policy })).toEqual({ value: 'unknown', codes: ['signal_unknown'] });
  });
});

describe("a person's word", () => {
  const policy = policyOf('attested_by: safety\n    means: [telemetry is on]');
  const word = (changes: Partial<Snapshot['human_attestations'][number]> = {}): Scene => ({
    policy,
    facts: {
      human_attestations: [
        { signal: 'offline_eval_passed', person: people.carol, commit: head, at: earlier, comment_id: 9, ...changes },
      ],
    },
  });

  test('by a holder on this patch counts', () => expect(first(word())).toEqual({ value: 'true', codes: [] }));

  test('is asked for with what it means', () => {
    const decision = decisionOf({ policy });
    expect(codesOf(decision)).toEqual(['signal_unattested']);
    expect(decision.next_actions).toEqual([
      {
        code: 'signal_unattested',
        by: 'role',
        role: 'safety',
        how: '/attest offline_eval_passed (means: telemetry is on)',
      },
    ]);
  });

  test('survives a push that leaves the patch the same', () => {
    const file = {
      path: 'prompts/system.md',
      previous_path: null,
      patch: 'sha256:p',
      base_blob: null,
      head_blob: null,
      head_mode: '100644',
    };
    const scene = word({ commit: 'a'.repeat(40) });
    const patches = ['a'.repeat(40), head].map((sha) => ({ sha, complete: true, files: [file] }));
    expect(first({ ...scene, facts: { ...scene.facts, patches } }).value).toBe('true');
    const other = patches.map((patch, index) =>
      index === 0 ? { ...patch, files: [{ ...file, patch: 'sha256:q' }] } : patch,
    );
    expect(first({ ...scene, facts: { ...scene.facts, patches: other } }).value).toBe('unknown');
  });
});

describe('a code-scanning rule as a blocker', () => {
  const policy = policyText.replace('signals:', 'signals:\n  direct_access: { code_scanning: { rule: agent/direct } }');
  const rollout = `${rolloutText}rollout:\n  block_if: [direct_access]\n`;
  const alert = (rule: string): Snapshot['code_scanning']['open'][number] => ({
    source: 'code_scanning',
    id: '3',
    title: 'Direct access',
    url: 'https://github.com/acme/agents/security/code-scanning/3',
    rule,
    severity: 'high',
  });
  test.each([
    ['no alert of the rule is open', true, true, [alert('agent/else')], []],
    ['an alert is open', true, true, [alert('agent/direct')], ['blocker_true']],
    ['an alert is open in a list that is not whole', false, false, [alert('agent/direct')], ['blocker_true']],
    ['the list is not whole', false, true, [], ['blocker_unknown']],
    ['the head was not analysed', true, false, [], ['blocker_unknown']],
    ['an alert is open on a head that was not analysed', true, false, [alert('agent/direct')], ['blocker_true']],
  ] as const)('%s', (_what, complete, analysed, open, codes) => {
    const facts = { code_scanning: { complete, open, analysed } };
    expect(codesOf(decisionOf({ policy, rollout, facts }))).toEqual(codes);
  });
});

describe('a blocker from a job', () => {
  const rollout = `${rolloutText}rollout:\n  block_if: [direct_access]\n`;
  const judged = (conclusion: string | null) => {
    const list = [check('evals'), check('trace_regression_check', { id: 801 })];
    if (conclusion !== null) list.push(check('direct_access', { id: 802, conclusion }));
    return codesOf(decisionOf({ rollout, facts: { checks: { complete: true, list } } }));
  };
  test('true blocks, false lets go, and what never ended settles nothing', () => {
    expect(judged('success')).toEqual(['blocker_true']);
    expect(judged('failure')).toEqual([]);
    expect(judged('timed_out')).toEqual(['blocker_unknown']);
    expect(judged(null)).toEqual(['blocker_unknown']);
  });
});

test('aliases of a signal are one signal', () => {
  const policy = policyText.replace(
    'offline_eval_passed:\n',
    'offline_eval_passed:\n    aliases: [offline_eval_pass]\n',
  );
  const rollout = rolloutText.replace('trace_regression_check', 'offline_eval_pass, trace_regression_check');
  const names = decisionOf({ policy, rollout }).signals.map(({ name }) => name);
  expect(names.filter((name) => name.startsWith('offline'))).toEqual(['offline_eval_passed']);
});

test('a signal that nobody defines and no job bears is the author’s to mend', () => {
  const decision = decisionOf({ rollout: rolloutText.replace('trace_regression_check', 'trace_regresion_check') });
  expect(codesOf(decision)).toEqual(['signal_undefined']);
  expect(decision.next_actions[0]).toMatchObject({ by: 'author' });
});
