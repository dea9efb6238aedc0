import { changeSection, readReferenceChange } from '../change/reference.ts';
import { parseChange } from '../change/record.ts';
import { checkRisk } from '../change/risk.ts';
import { checkIdentifiers } from '../identifier.ts';
import { nodePlace } from '../place.ts';
import { hasErrors, type Problem } from '../problem.ts';
import { problemLog } from '../problem-log.ts';
import { topLevel } from '../top-level.ts';
import { readYaml } from '../yaml/reader.ts';
import { failure, findingsOf, observed, type ParityAnswer, type ParityOptions, signalFailure } from './answer.ts';
import { readSignals } from './signal.ts';

/** The reference's output keys of check-change, in its order (contract section 3.1). */
export interface ChangeOutput {
  change_id: string;
  ready: boolean;
  required_signals: string[];
  approval_roles: string[];
  missing_signals: string[];
  failed_run_signals: string[];
  missing_failed_run_signals: string[];
  support_duplicate_signals: string[];
  missing_support_duplicate_signals: string[];
  support_duplicate_signals_ready: boolean;
  rollout_strategy: string | null;
  risk_level: string;
}

/** What both readings of a file give to the gate. */
interface ChangeGate {
  shape: string;
  change_id: string;
  required_signals: readonly string[];
  approval_roles: readonly string[];
  rollout_strategy: string | null;
  risk_level: string;
}

/** `check-change`: the configuration first, then the signals, as the reference does. */
export function checkChange(
  text: string | Uint8Array,
  signals: readonly unknown[],
  options: ParityOptions,
): ParityAnswer<ChangeOutput> {
  const { gate, problems } = options.assumePresent
    ? readAsReference(text, options.path)
    : readStrictly(text, options.path);
  if (gate === null || hasErrors(problems)) return failure(problems);
  const read = readSignals(signals);
  if (!read.ok) return signalFailure(read, options.path);
  const value = (name: string) => observed(read.given, name, options.assumePresent ? 'true' : 'unknown');
  const required = [...gate.required_signals];
  const missing = required.filter((name) => value(name) !== 'true');
  const failedRun = required.filter((name) => name.includes('failed_run'));
  const duplicate = required.filter((name) => name === 'duplicate_ticket_eval_passed');
  const missingDuplicate = duplicate.filter((name) => missing.includes(name));
  const output = {
    change_id: gate.change_id,
    ready: missing.length === 0,
    required_signals: required,
    approval_roles: [...gate.approval_roles],
    missing_signals: missing,
    failed_run_signals: failedRun,
    missing_failed_run_signals: missing.filter((name) => failedRun.includes(name)),
    support_duplicate_signals: duplicate,
    missing_support_duplicate_signals: missingDuplicate,
    support_duplicate_signals_ready: missingDuplicate.length === 0,
    rollout_strategy: gate.rollout_strategy,
    risk_level: gate.risk_level,
  };
  const own = {
    shape: gate.shape,
    assume_present: options.assumePresent,
    unknown_signals: required.filter((name) => value(name) === 'unknown'),
    blocking_findings: [],
    findings: findingsOf(problems),
  };
  return { ok: true, output, own, problems };
}

interface Reading {
  gate: ChangeGate | null;
  problems: readonly Problem[];
}

/** The reference's reading: `change` or the top level, whatever `kind` says. What we would refuse becomes a finding. */
function readAsReference(text: string | Uint8Array, path: string): Reading {
  const file = readYaml(text, path);
  if (file.root === null) return { gate: null, problems: file.problems };
  const log = problemLog(file);
  const top = topLevel(file.root, path, log);
  const section = top === null ? null : changeSection(top, log);
  if (section === null) return { gate: null, problems: log.all() };
  const { change_id, risk_level, ...fields } = readReferenceChange(section, log);
  checkIdentifiers(section.mapping, ['change_id'], log.warn);
  checkRisk(section.mapping, log);
  if (fields.required_signals.length === 0)
    log.warn('nothing_checked', { ...nodePlace(section.mapping), end: section.mapping.start }, NOTHING_CHECKED);
  if (change_id === null || risk_level === null) return { gate: null, problems: log.all() };
  return { gate: { shape: 'reference', change_id, risk_level, ...fields }, problems: log.all() };
}

const NOTHING_CHECKED = 'The record requires no signal, so nothing is checked by it';

function readStrictly(text: string | Uint8Array, path: string): Reading {
  const { record, problems } = parseChange(text, path);
  if (record === null) return { gate: null, problems };
  return {
    gate: { ...record, required_signals: record.required_evals, approval_roles: record.required_reviews },
    problems,
  };
}
