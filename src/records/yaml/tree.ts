import { isMap, isPair, isScalar, isSeq, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { TOO_DEEP } from './gate.ts';
import { checkKey } from './key-check.ts';
import { plainLeaf, quotedLeaf, type Report, reportTo, type Tree } from './leaf.ts';
import { MAX_DEPTH } from './limits.ts';
import { pointerStep, type YamlEntry, type YamlMapping, type YamlNode, type YamlScalar } from './node.ts';
import type { Refusal } from './refusal.ts';

/** The library's tree as ours: typed by the core schema, with pointers and offsets; what is wrong with keys and words on the side. */
export function buildTree(contents: unknown, end: number): Tree {
  const refusals: Refusal[] = [];
  const root = node(contents, '', { start: 0, end }, 1, reportTo(refusals));
  return { root, refusals };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function node(source: unknown, pointer: string, near: Range, depth: number, report: Report): YamlNode {
  const range = rangeOf(source) ?? near;
  if (depth > MAX_DEPTH && (isMap(source) || isSeq(source))) {
    report({ code: 'yaml_too_deep', ...range, pointer, message: TOO_DEEP });
    return { kind: 'scalar', type: 'null', value: null, plain: null, pointer, ...range };
  }
  if (isMap(source)) return mapping(source, pointer, range, depth, report);
  if (isSeq(source))
    return { kind: 'sequence', pointer, ...range, items: items(source, pointer, range, depth, report) };
  return scalar(isScalar(source) ? source : null, pointer, range, report);
}

function items(source: YAMLSeq, pointer: string, range: Range, depth: number, report: Report): YamlNode[] {
  return source.items.map((item, index) => {
    const at = pointerStep(pointer, index);
    // `[a: b]` is a list with a one-pair mapping, which the library leaves as a bare pair in places.
    if (isPair(item)) return mappingOf([item], at, rangeOf(item.key) ?? range, depth + 1, report);
    return node(item, at, range, depth + 1, report);
  });
}

function mapping(source: YAMLMap, pointer: string, range: Range, depth: number, report: Report): YamlMapping {
  return mappingOf(source.items, pointer, range, depth, report);
}

function mappingOf(pairs: readonly Pair[], pointer: string, range: Range, depth: number, report: Report): YamlMapping {
  const seen = new Set<string>();
  const entries = pairs.map((pair) => {
    const read = entry(pair, pointer, range, depth, report);
    checkKey(read, seen, report);
    return read;
  });
  return { kind: 'mapping', pointer, ...range, entries };
}

function entry(pair: Pair, pointer: string, near: Range, depth: number, report: Report): YamlEntry {
  const keyRange = rangeOf(pair.key) ?? near;
  const name = isScalar(pair.key) ? String(pair.key.value) : '';
  const at = pointerStep(pointer, name);
  const key =
    isScalar(pair.key) || pair.key === null ? scalar(isScalar(pair.key) ? pair.key : null, at, keyRange, report) : null;
  const value = node(pair.value, at, { start: keyRange.end, end: keyRange.end }, depth + 1, report);
  return { key: name, keyIsString: key?.type === 'string', keyStart: keyRange.start, keyEnd: keyRange.end, value };
}

function scalar(source: Scalar | null, pointer: string, range: Range, report: Report): YamlScalar {
  const text = typeof source?.value === 'string' ? source.value : '';
  const leaf = source !== null && source.type !== 'PLAIN' ? quotedLeaf : plainLeaf;
  return leaf(text, pointer, range.start, range.end, report);
}

function rangeOf(source: unknown): Range | null {
  if (!isMap(source) && !isSeq(source) && !isScalar(source)) return null;
  const range = source.range;
  return range === undefined || range === null ? null : { start: range[0], end: range[1] };
}
