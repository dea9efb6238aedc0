import type { Ternary } from '../../generated/types.ts';
import { nodePlace } from '../place.ts';
import { hasErrors, type Problem } from '../problem.ts';
import { type ProblemLog, problemLog } from '../problem-log.ts';
import type { ModeEntry } from '../rollout/mode.ts';
import { parseRollout } from '../rollout/record.ts';
import { type ReferenceRollout, readReferenceRollout, rolloutSection } from '../rollout/reference.ts';
import { pythonStrip } from '../text.ts';
import { topLevel } from '../top-level.ts';
import { entryOf } from '../yaml/node.ts';
import { readYaml } from '../yaml/reader.ts';
import { failure, findingsOf, observed, type ParityAnswer, type ParityOptions, signalFailure } from './answer.ts';
import { pythonString } from './python-text.ts';
import { readSignals } from './signal.ts';

/** The reference's output keys of check-rollout, in its order (contract section 3.2). */
export interface RolloutOutput {
  ready: boolean;
  required_checks: string[];
  blocked_checks: string[];
  missing_required: string[];
  support_duplicate_required: string[];
  missing_support_duplicate_required: string[];
  support_duplicate_required_ready: boolean;
  blocking_signals: string[];
  rollout_mode: Record<string, string>;
}

interface RolloutGate {
  shape: string;
  required_checks: readonly string[];
  block_if: readonly string[];
  blocking_findings: readonly string[];
  mode: readonly ModeEntry[];
}

/** `check-rollout`: the configuration first, then the signals, as the reference does. */
export function checkRollout(
  text: string | Uint8Array,
  signals: readonly unknown[],
  options: ParityOptions,
): ParityAnswer<RolloutOutput> {
  const { gate, problems } = (options.assumePresent ? readAsReference : readStrictly)(text, options.path);
  if (gate === null || hasErrors(problems)) return failure(problems);
  const read = readSignals(signals);
  if (!read.ok) return signalFailure(read, options.path);
  const required = [...gate.required_checks];
  const blocked = [...gate.block_if];
  // Blockers are laid over the required names: a name that is both starts false, so it is missing until given and then blocks.
  const assumed = (name: string): Ternary =>
    !options.assumePresent ? 'unknown' : blocked.includes(name) ? 'false' : 'true';
  const value = (name: string): Ternary => observed(read.given, name, assumed(name));
  const missing = required.filter((name) => value(name) !== 'true');
  const blocking = blocked.filter((name) => value(name) === 'true');
  const unknown = [...new Set([...required, ...blocked])].filter((name) => value(name) === 'unknown');
  const duplicate = required.filter((name) => name === 'duplicate_ticket_eval_passed');
  const missingDuplicate = duplicate.filter((name) => missing.includes(name));
  const settled =
    options.assumePresent || (unknown.length === 0 && required.length > 0 && gate.blocking_findings.length === 0);
  const output = {
    ready: missing.length === 0 && blocking.length === 0 && settled,
    required_checks: required,
    blocked_checks: blocked,
    missing_required: missing,
    support_duplicate_required: duplicate,
    missing_support_duplicate_required: missingDuplicate,
    support_duplicate_required_ready: missingDuplicate.length === 0,
    blocking_signals: blocking,
    rollout_mode: modeStrings(gate.mode),
  };
  const own = {
    shape: gate.shape,
    assume_present: options.assumePresent,
    unknown_signals: unknown,
    blocking_findings: [...gate.blocking_findings],
    findings: findingsOf(problems),
  };
  return { ok: true, output, own, problems };
}

function modeStrings(mode: readonly ModeEntry[]): Record<string, string> {
  const strings = Object.create(null) as Record<string, string>;
  for (const { key, scalar } of mode) strings[key] = pythonStrip(pythonString(scalar));
  return strings;
}

interface Reading {
  gate: RolloutGate | null;
  problems: readonly Problem[];
}

/** The reference's reading: what stands under `rollout`, nothing if it isn't there. What we would refuse becomes a finding. */
function readAsReference(text: string | Uint8Array, path: string): Reading {
  const { rollout, log, problems } = readReference(text, path);
  if (rollout === null || log === null) return { gate: null, problems };
  const gate = {
    shape: 'reference',
    required_checks: rollout.require,
    block_if: rollout.block_if,
    blocking_findings: [],
    mode: rollout.mode,
  };
  return { gate, problems: log.all() };
}

function readStrictly(text: string | Uint8Array, path: string): Reading {
  const { record, problems } = parseRollout(text, path);
  if (record === null) return { gate: null, problems };
  const mode = readReference(text, path).rollout?.mode ?? [];
  return { gate: { ...record, blocking_findings: record.blocking_findings ?? [], mode }, problems };
}

function readReference(
  text: string | Uint8Array,
  path: string,
): { rollout: ReferenceRollout | null; log: ProblemLog | null; problems: readonly Problem[] } {
  const file = readYaml(text, path);
  if (file.root === null) return { rollout: null, log: null, problems: file.problems };
  const log = problemLog(file);
  const top = topLevel(file.root, path, log);
  if (top === null) return { rollout: null, log, problems: log.all() };
  const section = rolloutSection(top, log);
  const absent = entryOf(top.mapping, 'rollout') === undefined;
  const rollout =
    section !== null ? readReferenceRollout(section, log) : absent ? { require: [], block_if: [], mode: [] } : null;
  if (rollout !== null && rollout.require.length === 0) {
    log.warn(
      'nothing_checked',
      { ...nodePlace(top.mapping), end: top.mapping.start },
      'The record names no check, so nothing is checked by it',
    );
  }
  return { rollout, log, problems: log.all() };
}
