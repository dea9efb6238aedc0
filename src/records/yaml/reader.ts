import type { ProblemCode } from '../../generated/codes.ts';
import type { Problem } from '../problem.ts';
import { compose } from './composition.ts';
import { gateTokens } from './gate.ts';
import { MAX_PROBLEMS } from './limits.ts';
import type { YamlNode } from './node.ts';
import { type LineIndex, lineIndex } from './position.ts';
import type { Refusal } from './refusal.ts';
import { prepareSource } from './source.ts';
import { treeOfTokens } from './token-tree.ts';
import { buildTree } from './tree.ts';

/** A YAML file that was read safely. `root` is null where it could not be; an empty file has a root of type null. */
export interface YamlFile {
  file: string;
  root: YamlNode | null;
  /** What the YAML reader found, in file order. With a root there may still be errors (keys) and warnings (words). */
  problems: Problem[];
  /** Line and column of a range of offsets, as found in nodes. */
  readonly position: LineIndex['position'];
  readonly span: LineIndex['span'];
}

const WARNINGS: ReadonlySet<ProblemCode> = new Set(['yaml_boolean_word', 'yaml_number_digits']);

/**
 * Reads one YAML 1.2 document (core schema) of at most 64 KiB. Never throws, never takes longer than a quarter of a second.
 * Refused: anchors and aliases, tags, directives, several documents, nesting over 32, control and bidirectional characters;
 * reported with the tree: keys that are no strings, twice there, or named like a prototype.
 */
export function readYaml(input: string | Uint8Array, file: string): YamlFile {
  const source = prepareSource(input);
  const lines = lineIndex(source.text);
  const { root, refusals } =
    source.refusals.length > 0 ? { root: null, refusals: source.refusals } : readTree(source.text);
  return { file, root, problems: toProblems(refusals, file, lines), ...lines };
}

function readTree(text: string): { root: YamlNode | null; refusals: readonly Refusal[] } {
  const gate = gateTokens(text);
  if (gate.refusals.length > 0) return { root: null, refusals: gate.refusals };
  const plain = treeOfTokens(gate.tokens);
  if (plain !== null) return plain;
  const composition = compose(gate.tokens);
  if (composition.refusals.length > 0) return { root: null, refusals: composition.refusals };
  const tree = buildTree(composition.document?.contents ?? null, text.length);
  return tree.refusals.some(({ code }) => code === 'yaml_too_deep') ? { ...tree, root: null } : tree;
}

function toProblems(refusals: readonly Refusal[], file: string, lines: LineIndex): Problem[] {
  if (refusals.length === 0) return [];
  const sorted = refusals.toSorted((a, b) => a.start - b.start);
  const problems = sorted.slice(0, MAX_PROBLEMS).map((refusal) => toProblem(refusal, file, lines));
  const next = sorted[MAX_PROBLEMS];
  if (next === undefined) return problems;
  const rest: Refusal = {
    code: 'problems_truncated',
    start: next.start,
    end: next.start,
    message: 'The file has more problems than are listed',
  };
  return [...problems, toProblem(rest, file, lines)];
}

function toProblem(refusal: Refusal, file: string, lines: LineIndex): Problem {
  return {
    code: refusal.code,
    pointer: refusal.pointer ?? '',
    severity: WARNINGS.has(refusal.code) ? 'warning' : 'error',
    message: refusal.message,
    ...(refusal.hint === undefined ? {} : { hint: refusal.hint }),
    where: { file, ...lines.span(refusal.start, refusal.end) },
  };
}
