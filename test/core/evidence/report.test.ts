import { describe, expect, test } from 'vitest';
import type { EvalCase } from '../../../src/generated/types.ts';
import { base, cases, check, decisionOf, policyText, report, type Scene } from '../../support/snapshot.ts';

const policyOf = (fields: string): string =>
  policyText.replace(
    'job: { workflow: .github/workflows/evals.yml, name: evals }',
    `report: { workflow: .github/workflows/evals.yml, artifact: evals, ${fields} }`,
  );
const regression = policyOf('suite: regression, min_cases: 4');
const tickets = policyOf('suite: duplicate_ticket, min_cases: 4');

function judged(policy: string, list: readonly EvalCase[], suite: string) {
  const decision = decisionOf({ policy, facts: { reports: [report({ suite, cases: list })] } });
  const signal = decision.signals.find(({ name }) => name === 'offline_eval_passed');
  return { value: signal?.value, refused: signal?.refused.map(({ code }) => code), cases: signal?.cases };
}

const failed = { outcome: 'failed', failure_reason: 'timeout', trace_id: 'trace-x' } as const;

describe('what an eval report says', () => {
  test.each([
    ['all passed', cases(4), 'true'],
    ['one failed', [...cases(4), ...cases(1, failed)], 'false'],
    ['one ended in an error', [...cases(4), ...cases(1, { ...failed, outcome: 'error' })], 'false'],
    ['one that only warns failed', [...cases(4), ...cases(1, { ...failed, blocking: false })], 'true'],
    ['one was skipped beside enough others', [...cases(4), ...cases(1, { outcome: 'skipped' })], 'true'],
  ] as const)('%s: %#', (_what, list, value) => {
    expect(judged(regression, list, 'regression').value).toBe(value);
  });

  test('a blocking case says no whatever the share of passed cases', () => {
    const lenient = policyOf('suite: regression, min_pass_rate: 0.5');
    const list = [...cases(9), ...cases(1, failed)];
    expect(judged(lenient, list, 'regression').value).toBe('true');
    expect(judged(lenient, [...cases(9), ...cases(1, { ...failed, blocking: true })], 'regression').value).toBe(
      'false',
    );
    expect(judged(policyOf('suite: regression, min_pass_rate: 0.95'), list, 'regression').value).toBe('false');
  });

  test.each([
    ['without a reason', { ...failed, failure_reason: '' }],
    ['without a trace', { ...failed, trace_id: '' }],
  ])('a failed case %s is refused where the report would otherwise pass (seed 7)', (_what, changes) => {
    const list = [...cases(4), ...cases(1, { ...changes, blocking: false })];
    expect(judged(regression, list, 'regression')).toMatchObject({
      value: 'unknown',
      refused: ['report_case_unreviewable'],
    });
  });

  test('passed and all cases are told, skipped ones left out', () => {
    const list = [...cases(4), ...cases(2, failed), ...cases(3, { outcome: 'skipped' })];
    expect(judged(regression, list, 'regression').cases).toEqual({ passed: 4, total: 6 });
  });
});

describe('the duplicate-ticket rule: one side effect, or a stop because it is unknown (seed 004 section 4)', () => {
  test.each([
    ['one ticket', { side_effects: 'one' }, 'true', []],
    ['a stop at side_effect_unknown', { side_effects: 'unknown' }, 'true', []],
    ['two tickets: blind retry is back', { side_effects: 'many' }, 'false', []],
    ['no ticket at all', { side_effects: 'none' }, 'false', []],
    ['no word on tickets', { side_effects: undefined }, 'unknown', ['report_case_unreviewable']],
    ['the idempotency key is lost', { idempotency_key: '' }, 'unknown', ['report_case_unreviewable']],
    ['the trace is lost', { trace_id: '' }, 'unknown', ['report_case_unreviewable']],
  ] as const)('%s', (_what, changes, value, refused) => {
    const last = { ...cases(1)[0], id: 'last', ...changes } as EvalCase;
    expect(judged(tickets, [...cases(4), last], 'duplicate_ticket')).toMatchObject({ value, refused });
  });

  test('other suites may leave as many side effects as they like', () => {
    expect(judged(regression, cases(4, { side_effects: 'many' }), 'regression').value).toBe('true');
  });
});

test('a report may name any bundle where the record leaves its name to us', () => {
  const policy = `${regression}findings:\n  issues: { label: blocking }\n`;
  const rollout =
    'rollout:\n  require: [rollback_plan_ready, trace_regression_check]\n  rollout_mode: { initial: canary }\n';
  const reports = [report({ suite: 'regression', release: { bundle_id: 'build-4711' } })];
  expect(decisionOf({ policy, rollout, facts: { reports } }).verdict).toBe('go');
});

describe('compared with the baseline', () => {
  const compared = policyOf('suite: regression, compare: baseline');
  const main = { id: 7000, event: 'push', head_sha: base, workflow_is_default: true };
  const before = (list: readonly EvalCase[]) =>
    report({ suite: 'regression', commit: base, release: {}, cases: list }, { artifact_id: 901 }, main);
  const scene = (now: readonly EvalCase[], then: readonly EvalCase[]): Scene => ({
    policy: compared,
    facts: { reports: [report({ suite: 'regression', cases: now }), before(then)] },
  });

  test.each([
    ['better', [...cases(9), ...cases(1, failed)], [...cases(8), ...cases(2, failed)], 'true'],
    ['equal', [...cases(9), ...cases(1, failed)], [...cases(9), ...cases(1, failed)], 'true'],
    ['worse', [...cases(8), ...cases(2, failed)], [...cases(9), ...cases(1, failed)], 'false'],
  ] as const)('%s than the baseline', (_what, now, then, value) => {
    const signal = decisionOf(scene(now, then)).signals[0];
    expect(signal?.value).toBe(value);
    expect(signal?.cases).toMatchObject({ total: 10, baseline_total: 10 });
    expect(signal?.evidence.map(({ source }) => source)).toEqual(['artifact:900', 'artifact:901']);
  });

  test('the baseline is no report of the head, and no report of a pull request is a baseline', () => {
    const foreign = report({ suite: 'regression', commit: base }, { artifact_id: 901 }, { id: 7000, head_sha: base });
    const decision = decisionOf({ policy: compared, facts: { reports: [report({ suite: 'regression' }), foreign] } });
    expect(decision.signals[0]?.refused.map(({ code }) => code)).toContain('baseline_missing');
  });
});

test('a report of the head is never its own baseline', () => {
  const policy = policyOf('suite: regression, compare: baseline');
  const pushed = report({ suite: 'regression' }, {}, { event: 'push', workflow_is_default: true });
  const [signal] = decisionOf({ policy, facts: { reports: [pushed] } }).signals;
  expect(signal?.refused.map(({ code }) => code)).toEqual(['baseline_missing']);
});

test('while a job of the workflow still runs, the report is awaited', () => {
  const list = [
    check('make report', { status: 'in_progress', conclusion: null }),
    check('trace_regression_check', { id: 801 }),
  ];
  const decision = decisionOf({ policy: regression, facts: { checks: { complete: true, list } } });
  expect(decision.reasons.map(({ code }) => code)).toEqual(['signal_running']);
});

test('a pull_request_target run counts by a report that names the head (github-checked 3)', () => {
  const target = { event: 'pull_request_target', head_sha: base };
  const reports = [report({ suite: 'regression' }, {}, target)];
  expect(decisionOf({ policy: regression, facts: { reports } }).verdict).toBe('go');
});
