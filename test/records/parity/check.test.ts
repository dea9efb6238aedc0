import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkChange } from '../../../src/records/parity/change.ts';
import { checkRollout } from '../../../src/records/parity/rollout.ts';

const example = (name: string) =>
  readFileSync(new URL(`../../fixtures/records/examples/${name}`, import.meta.url), 'utf8');
const strict = { assumePresent: false, path: 'f.yaml' };
const assume = { assumePresent: true, path: 'f.yaml' };

describe('without --assume-present every signal is unknown until it is given', () => {
  it('so a change is not ready, and says what is unknown', () => {
    const answer = checkChange(example('change.yaml'), ['design_review_passed=true', 'offline_eval_passed=no'], strict);
    expect(answer).toMatchObject({
      ok: true,
      output: { ready: false },
      own: { shape: 'reference', assume_present: false },
    });
    expect(answer.ok && answer.output.missing_signals).toHaveLength(8);
    expect(answer.ok && answer.own.unknown_signals).toHaveLength(7);
  });

  it('so a rollout waits for its blockers too', () => {
    const text = 'rollout: {require: [a], block_if: [b]}\n';
    expect(checkRollout(text, ['a=1'], strict)).toMatchObject({
      output: { ready: false, missing_required: [] },
      own: { unknown_signals: ['b'] },
    });
    expect(checkRollout(text, ['a=1', 'b=0'], strict)).toMatchObject({
      output: { ready: true },
      own: { unknown_signals: [] },
    });
    expect(checkRollout(text, ['a=1', 'b=1'], strict)).toMatchObject({
      output: { ready: false, blocking_signals: ['b'] },
    });
  });

  it('both document shapes are judged by their own fields', () => {
    expect(checkChange(example('change-record.yaml'), [], strict)).toMatchObject({
      output: { ready: false, approval_roles: ['engineering', 'safety', 'runtime_owner'], rollout_strategy: null },
      own: { shape: 'document' },
    });
    const checks = [
      'telemetry_ready',
      'oncall_ready',
      'rollback_plan_ready',
      'approval_path_verified',
      'high_risk_flow_checked',
      'duplicate_ticket_eval_passed',
      'sandbox_profile_reviewed',
      'failed_run_traceability_verified',
    ];
    const given = checks.map((name) => `${name}=true`);
    expect(checkRollout(example('rollout-record.yaml'), given, strict)).toMatchObject({
      output: { ready: true },
      own: { shape: 'document' },
    });
    const open = example('rollout-record.yaml').replace('blocking_findings: []', 'blocking_findings: [leak]');
    expect(checkRollout(open, given, strict)).toMatchObject({
      output: { ready: false },
      own: { blocking_findings: ['leak'] },
    });
  });

  it('a file that checks nothing, or is no record, is never ready', () => {
    expect(checkRollout('rollout: {}\n', [], strict)).toMatchObject({ ok: true, output: { ready: false } });
    expect(checkRollout('', [], strict)).toMatchObject({ ok: false, problems: [{ code: 'record_kind_unknown' }] });
  });
});

describe('with --assume-present the reference’s reading counts, with our findings beside it', () => {
  it('so an empty rollout is ready with nothing checked', () => {
    expect(checkRollout('', [], assume)).toMatchObject({
      ok: true,
      output: { ready: true },
      own: { findings: [{ code: 'nothing_checked' }] },
    });
  });

  it('so a gate record is ready even with blocking findings, as section 8 of the contract tells', () => {
    const text = example('rollout-record.yaml').replace('[]', '[leak]').replace('decision: go', 'decision: no_go');
    expect(checkRollout(text, [], assume)).toMatchObject({ ok: true, output: { ready: true, required_checks: [] } });
  });

  it('so a review record fails for want of a rollout strategy', () => {
    expect(checkChange(example('change-record.yaml'), [], assume)).toMatchObject({
      ok: false,
      error: 'change.rollout_strategy is required',
    });
  });

  it('so an unusable identifier and an unknown risk are findings only', () => {
    const text = example('change.yaml').replace('chg-2026-04-07-support-runtime', 'чг').replace('high', 'severe');
    expect(checkChange(text, [], assume)).toMatchObject({
      ok: true,
      own: { findings: [{ code: 'id_unusable' }, { code: 'risk_unknown' }] },
    });
    expect(checkChange(text, [], strict)).toMatchObject({ ok: false });
  });

  it('so a name that is required and blocks can never be ready', () => {
    const text = 'rollout: {require: [x], block_if: [x]}\n';
    expect(checkRollout(text, [], assume)).toMatchObject({
      output: { ready: false, missing_required: ['x'], blocking_signals: [] },
    });
    expect(checkRollout(text, ['x=1'], assume)).toMatchObject({
      output: { ready: false, missing_required: [], blocking_signals: ['x'] },
    });
  });

  it('errors of the file come before errors of the signals', () => {
    expect(checkRollout('rollout: []\n', ['bad'], assume)).toMatchObject({ error: "'rollout' must be a mapping" });
    expect(checkChange('[]', ['bad'], assume)).toMatchObject({ error: 'change.change_id is required' });
    expect(checkRollout('', ['bad'], assume)).toMatchObject({
      error: "Signal must use key=value format: 'bad'",
      problems: [{ code: 'signal_format' }],
    });
  });
});
