import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { EvalReport } from '../../../src/generated/types.ts';
import { makeEvidence, readEvidence } from '../../../src/records/eval/evidence.ts';
import { MAX_REPORT_BYTES } from '../../../src/records/eval/json.ts';
import { readEvalReport } from '../../../src/records/eval/report.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const report: EvalReport = {
  version: 1,
  suite: 'duplicate_ticket',
  commit: '4f2c9d1aa0b1c2d3e4f5061728394a5b6c7d8e9f',
  measured_at: '2026-04-07T15:58:00Z',
  release: { bundle_id: 'bundle-2026-04-07-a' },
  dataset: { name: 'tickets', version: '7' },
  judge: { name: 'exact-match' },
  verifier: { id: 'ticket-verifier', contract_version: 'v2' },
  cases: [
    { id: 'timeout', outcome: 'passed' },
    { id: 'retry', outcome: 'failed', failure_reason: 'two tickets', trace_id: 't-2', side_effects: 'many' },
  ],
};
const text = JSON.stringify(report);

function codes(input: string): string[] {
  return readEvalReport(input).problems.map(({ code }) => code);
}

describe('an eval report', () => {
  it('is read as it stands', () => {
    expect(readEvalReport(text)).toEqual({ report, problems: [] });
  });

  const refused: [name: string, input: string, code: string][] = [
    ['is cut short', text.slice(0, -1), 'json_syntax'],
    ['is empty', '', 'json_syntax'],
    ['is a list', '[]', 'json_schema'],
    ['has a key that nobody knows', JSON.stringify({ ...report, passed: true }), 'json_schema'],
    ['has an outcome that nobody knows', text.replace('"passed"', '"Passed"'), 'json_schema'],
    ['lacks its verifier', JSON.stringify({ ...report, verifier: undefined }), 'json_schema'],
    ['brings a prototype', text.replace('"version":1', '"version":1,"__proto__":{"suite":"x"}'), 'json_schema'],
    ['nests without end', '['.repeat(1_000_000), 'json_too_deep'],
    ['holds values without end', `[${'1,'.repeat(400_000)}1]`, 'json_too_large'],
    ['is larger than 5 MB', ' '.repeat(MAX_REPORT_BYTES + 1), 'json_too_large'],
    ['is larger than 5 MB in bytes only', `"${'é'.repeat(MAX_REPORT_BYTES / 2)}"`, 'json_too_large'],
  ];
  it.each(refused)('that %s is refused', (_name, input, code) => {
    expect(readEvalReport(input).report).toBeNull();
    expect(new Set(codes(input))).toEqual(new Set([code]));
  });

  it('names the line of a syntax error', () => {
    expect(readEvalReport('{\n  "version": 1,\n  oops\n}').problems[0]).toMatchObject({
      where: { line: 3, column: 3 },
    });
  });

  it('counts brackets inside texts as text', () => {
    const cases = [
      { id: '['.repeat(100), outcome: 'passed' },
      { id: '\\"[', outcome: 'passed' },
    ];
    expect(codes(JSON.stringify({ ...report, cases }))).toEqual([]);
  });
});

describe('evidence', () => {
  const source = {
    repository: 'acme/agents',
    repository_id: 42,
    workflow: '.github/workflows/evals.yml',
    run_id: 8124,
    run_attempt: 1,
    event: 'pull_request',
    commit: report.commit,
  };
  const evidence = makeEvidence(source, [report], sha256);

  it('is read as it was written', () => {
    expect(readEvidence(JSON.stringify(evidence, null, 2), sha256)).toEqual({ evidence, problems: [] });
  });

  it('has one digest, however its keys are ordered', () => {
    const turned = Object.fromEntries(Object.entries(report).toReversed()) as unknown as EvalReport;
    expect(makeEvidence(source, [turned], sha256).digest).toBe(evidence.digest);
  });

  it('is refused when a report was edited', () => {
    const edited = JSON.stringify(evidence).replace('"failed"', '"passed"');
    expect(readEvidence(edited, sha256)).toMatchObject({ evidence: null, problems: [{ code: 'digest_mismatch' }] });
  });

  it('is refused when it is no evidence', () => {
    expect(readEvidence(text, sha256).evidence).toBeNull();
  });
});
