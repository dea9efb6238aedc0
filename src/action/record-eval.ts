import { resolve } from 'node:path';
import { sha256 } from '../adapters/digest/sha256.ts';
import { Fault } from '../adapters/fault.ts';
import { readTextFile, writeTextFile } from '../adapters/files/text-file.ts';
import type { EvalReport, Evidence } from '../generated/types.ts';
import { makeEvidence } from '../records/eval/evidence.ts';
import { readJunit } from '../records/eval/junit.ts';
import { readEvalReport } from '../records/eval/report.ts';
import { jobSummary } from '../report/summary/job-summary.ts';
import { counted } from '../report/words.ts';
import type { Inputs } from './inputs.ts';
import { numberAt, textAt } from './payload.ts';
import { recordedResult } from './result.ts';
import { type Environment, type Given, run, type Said } from './run.ts';

/** `command: record-eval`. */
export function start(environment: Environment): Promise<void> {
  return run('record-eval', environment, recordEval);
}

/**
 * Turns the result file of an eval tool into the evidence file and says what it recorded. Throws the faults
 * `input_invalid` (the file is malformed or an input is missing), `file_unreadable`, `file_unwritable`.
 */
async function recordEval({ inputs, environment, payload, clock }: Given): Promise<Said> {
  const folder = environment['GITHUB_WORKSPACE'] ?? process.cwd();
  const source = sourceOf(inputs, environment, payload);
  const text = await readTextFile(resolve(folder, inputs.text.report));
  const reports = reportsOf(inputs, text, source.commit, clock.now());
  const path = resolve(folder, inputs.text['evidence-path'] || 'rollout-gate-evidence.json');
  await writeTextFile(path, `${JSON.stringify(makeEvidence(source, reports, sha256))}\n`);
  const words = `Recorded for ${source.commit.slice(0, 7)}: ${reports.map(reportWords).join('; ')}`;
  return {
    result: recordedResult(path, words),
    summary: jobSummary({ decisions: [], faults: [], limits: [], nothing: words }),
    log: `${words}\nWritten to ${path}: upload it as the artifact that the policy's signal names.`,
    failed: null,
  };
}

/** `offline: 60 cases, 58 passed, 2 failed`. */
function reportWords({ suite, cases }: EvalReport): string {
  const outcomes = [...new Set(cases.map(({ outcome }) => outcome))].sort();
  const counts = outcomes.map((outcome) => `${cases.filter((one) => one.outcome === outcome).length} ${outcome}`);
  return [`${suite}: ${counted(cases.length, 'case')}`, ...counts].join(', ');
}

function reportsOf(inputs: Inputs, text: string, commit: string, now: Date): readonly EvalReport[] {
  const isXml = inputs.format === 'junit' || (inputs.format === 'auto' && text.trimStart().startsWith('<'));
  if (isXml) {
    const { reports, problems } = readJunit(text, contextOf(inputs, commit, now), inputs.text.report);
    if (reports === null) throw malformed(problems);
    return reports;
  }
  const { report, problems } = readEvalReport(text, inputs.text.report);
  if (report === null) throw malformed(problems);
  if (report.commit !== commit) {
    throw invalid(`the report is for commit ${report.commit}, and this run is for ${commit}`);
  }
  return [inputs.text.suite === '' ? report : { ...report, suite: inputs.text.suite }];
}

/** What JUnit XML doesn't say. All that is missing is told at once. */
function contextOf(inputs: Inputs, commit: string, now: Date) {
  const pairs = (['dataset', 'judge', 'verifier'] as const).map((name) => [name, pairOf(inputs.text[name])] as const);
  const missing = pairs.flatMap(([name, pair]) => (pair === null ? [`input ${name}: expected name@version`] : []));
  const [dataset, judge, verifier] = pairs.map(([, pair]) => pair);
  if (dataset == null || judge == null || verifier == null) throw invalid(missing.join('; '));
  return {
    suite: inputs.text.suite === '' ? null : inputs.text.suite,
    commit,
    measured_at: now.toISOString(),
    release: inputs.text.release === '' ? {} : { bundle_id: inputs.text.release },
    dataset,
    judge,
    verifier: { id: verifier.name, contract_version: verifier.version },
  };
}

function pairOf(text: string): { name: string; version: string } | null {
  const at = text.lastIndexOf('@');
  return at > 0 && at < text.length - 1 ? { name: text.slice(0, at), version: text.slice(at + 1) } : null;
}

/** The run as the runner describes it; the reader trusts GitHub's own data on the run, never these words. */
function sourceOf(inputs: Inputs, environment: Environment, payload: unknown): Evidence['source'] {
  const head = textAt(payload, 'pull_request', 'head', 'sha') ?? environment['GITHUB_SHA'] ?? '';
  const commit = inputs.text.commit === '' ? head : inputs.text.commit;
  if (!/^[0-9a-f]{40}$/.test(commit)) throw invalid('input commit: neither the input nor the event names the commit');
  const workflow = /^[^/]+\/[^/]+\/(.+)@/.exec(environment['GITHUB_WORKFLOW_REF'] ?? '')?.[1] ?? '';
  return {
    repository: environment['GITHUB_REPOSITORY'] ?? '',
    repository_id: numberAt(payload, 'repository', 'id') ?? Number(environment['GITHUB_REPOSITORY_ID'] ?? 0),
    workflow,
    run_id: Number(environment['GITHUB_RUN_ID'] ?? 0),
    run_attempt: Number(environment['GITHUB_RUN_ATTEMPT'] ?? 1),
    event: environment['GITHUB_EVENT_NAME'] ?? '',
    commit,
  };
}

function malformed(
  problems: readonly { message: string; where: { file: string; line: number; column: number } }[],
): Fault {
  return invalid(
    problems.map(({ message, where }) => `${where.file}:${where.line}:${where.column}: ${message}`).join('; '),
  );
}

function invalid(message: string): Fault {
  return new Fault('input_invalid', { message });
}
