import { isMap, isPair, isScalar, isSeq, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { pythonStrip } from '../text.ts';
import { TOO_DEEP } from './gate.ts';
import { MAX_DEPTH, MAX_PROBLEMS } from './limits.ts';
import { pointerStep, type YamlEntry, type YamlMapping, type YamlNode, type YamlScalar } from './node.ts';
import type { Refusal } from './refusal.ts';
import { booleanWord, resolvePlain } from './scalar.ts';
import { forbiddenCharacter } from './source.ts';

/** Keys that reach an object's prototype where a program copies data carelessly (`Object.assign`, `a[b][c] = d`). */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** The library's tree as ours: typed by the core schema, with pointers and offsets; what is wrong with keys and words on the side. */
export function buildTree(contents: unknown, end: number): { root: YamlNode; refusals: Refusal[] } {
  const refusals: Refusal[] = [];
  const report = (refusal: Refusal): void => {
    if (refusals.length <= MAX_PROBLEMS) refusals.push(refusal);
  };
  return { root: node(contents, '', { start: 0, end }, 1, report), refusals };
}

type Report = (refusal: Refusal) => void;
interface Range {
  start: number;
  end: number;
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

function checkKey(entry: YamlEntry, seen: Set<string>, report: Report): void {
  const at = { start: entry.keyStart, end: entry.keyEnd, pointer: entry.value.pointer };
  if (!entry.keyIsString)
    report({ ...at, code: 'yaml_key_not_string', message: 'Keys must be strings', hint: 'Quote the key.' });
  if (FORBIDDEN_KEYS.has(entry.key))
    report({ ...at, code: 'yaml_key_forbidden', message: `Key ${entry.key} is not allowed in a record` });
  if (seen.has(entry.key))
    report({
      ...at,
      code: 'yaml_key_duplicate',
      message: `Key ${JSON.stringify(entry.key)} stands twice in this mapping`,
    });
  seen.add(entry.key);
}

function scalar(source: Scalar | null, pointer: string, range: Range, report: Report): YamlScalar {
  const text = typeof source?.value === 'string' ? source.value : '';
  if (source !== null && source.type !== 'PLAIN') {
    // Escaped ones at the ends are dropped with the spaces (contract section 2.1); inside they would reach a reader.
    const character = forbiddenCharacter(pythonStrip(text));
    if (character !== null)
      report({
        code: 'yaml_character_forbidden',
        ...range,
        pointer,
        message: `Character ${character} is not allowed in a record`,
      });
    return { kind: 'scalar', type: 'string', value: text, plain: null, pointer, ...range };
  }
  const resolved = resolvePlain(text);
  const word = booleanWord(text);
  if (word !== null) report(booleanWordWarning(text, word, pointer, range));
  if (resolved.type === 'integer' && typeof resolved.value === 'string') {
    report({
      code: 'yaml_number_digits',
      ...range,
      pointer,
      message: `${text} is too large for an exact number; its digits are kept as text`,
    });
  }
  return { kind: 'scalar', ...resolved, plain: text, pointer, ...range };
}

function booleanWordWarning(text: string, word: boolean, pointer: string, range: Range): Refusal {
  return {
    code: 'yaml_boolean_word',
    ...range,
    pointer,
    message: `Unquoted ${text} is the text "${text}" here (YAML 1.2); readers of YAML 1.1 take it as ${word}`,
    hint: `Write "${text}" for the text, ${word} for the boolean.`,
  };
}

function rangeOf(source: unknown): Range | null {
  if (!isMap(source) && !isSeq(source) && !isScalar(source)) return null;
  const range = source.range;
  return range === undefined || range === null ? null : { start: range[0], end: range[1] };
}
