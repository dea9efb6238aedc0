import { decide } from '../../core/decide.ts';
import type { Sha256 } from '../../core/judgement.ts';
import type { Capsule, Decision, PolicyCase, PolicySource, Problem } from '../../generated/types.ts';
import { validateCapsule } from '../../generated/validators/capsule.js';
import { validatePolicyCase } from '../../generated/validators/policy-case.js';
import { type JsonBounds, problemAt, readJson, schemaProblems } from '../eval/json.ts';
import { plainReaders, prepareJudgement } from '../judgement.ts';
import { lineIndex } from '../yaml/position.ts';
import { offsetOf } from './place.ts';

/** As a capsule's: it is one with a few words around it. */
const CASE_BOUNDS: JsonBounds = { bytes: 32 * 1024 * 1024, values: 2_000_000 };

/** A file of cases by its path. */
export interface CaseFile {
  readonly path: string;
  /** null = it is larger than GitHub shows, or no text. */
  readonly text: string | null;
}

/** What a case came to under a policy. */
export interface CaseResult {
  readonly path: string;
  /** null = the file is no case. */
  readonly means: string | null;
  readonly passed: boolean;
  /** What is wrong with the file or came out wrong, at its line. */
  readonly problems: readonly Problem[];
}

/** Judges a case by a policy in the place of its capsule's own. Nothing remembered is used; never throws. */
export function runCase(file: CaseFile, policy: string, sha256: Sha256): CaseResult {
  const { path, text } = file;
  const failed = (problems: readonly Problem[]): CaseResult => ({ path, means: null, passed: false, problems });
  if (text === null) return failed([problemAt('text_unavailable', 'The case can not be read', path)]);
  const { value, problem } = readJson(text, path, CASE_BOUNDS);
  if (problem !== null) return failed([problem]);
  if (!validatePolicyCase(value)) {
    return failed(schemaProblems(validatePolicyCase.errors, path).map((one) => placed(one, text)));
  }
  const { capsule } = value;
  if (!validateCapsule(capsule)) {
    const inside = schemaProblems(validateCapsule.errors, path);
    return failed(inside.map((one) => placed({ ...one, pointer: `/capsule${one.pointer}` }, text)));
  }
  const mismatch = mismatchOf(value, decisionOf(capsule, policy, sha256));
  const problems =
    mismatch === null ? [] : [placed(problemAt('case_failed', `${value.means}: ${mismatch}`, path, at), text)];
  return { path, means: value.means, passed: mismatch === null, problems };
}

const at = { pointer: '/expect/verdict' };

function decisionOf({ snapshot }: Capsule, text: string, sha256: Sha256): Decision {
  const { full_name } = snapshot.repository;
  const none = { repository: full_name, path: '.github/rollout-gate.yml', commit: '0'.repeat(40), blob: '' };
  const policy: PolicySource = { ...(snapshot.policy ?? none), blob: '0'.repeat(40), text };
  return decide(prepareJudgement({ ...snapshot, policy }, plainReaders), sha256);
}

/** null = it came out as expected. */
function mismatchOf({ expect }: PolicyCase, { verdict, reasons }: Decision): string | null {
  const codes = [...new Set(reasons.map(({ code }) => code))];
  const missing = (expect.reasons ?? []).filter((code) => !codes.includes(code));
  if (verdict === expect.verdict && missing.length === 0) return null;
  const binding = [...new Set(reasons.filter(({ effect }) => effect !== 'advise').map(({ code }) => code))];
  const why = binding.length === 0 ? '' : ` (${binding.join(', ')})`;
  if (verdict !== expect.verdict) return `expected ${expect.verdict}, got ${verdict}${why}`;
  return `${verdict} as expected, but without ${missing.join(', ')}${why}`;
}

/** Cases are written by hand as well: the line is looked up. */
function placed(problem: Problem, text: string): Problem {
  const offset = offsetOf(text, problem.pointer);
  const { line, column } = lineIndex(text).span(offset, offset);
  const { file } = problem.where;
  return { ...problem, where: { file, line, column, end_line: line, end_column: column + 1 } };
}
