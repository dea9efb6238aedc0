import { CST } from 'yaml';
import { checkKey } from './key-check.ts';
import { plainLeaf, quotedLeaf, type Report, reportTo, type Tree } from './leaf.ts';
import { MAX_DEPTH } from './limits.ts';
import {
  pointerStep,
  type YamlEntry,
  type YamlMapping,
  type YamlNode,
  type YamlScalar,
  type YamlSequence,
} from './node.ts';
import type { Refusal } from './refusal.ts';
import { afterRest, endOf, isKey, isOneLine, isSpacing, marks } from './token-line.ts';

/**
 * The tree of gated tokens that can mean only one thing: mappings and lists by indentation, lists in brackets, scalars, with
 * spaces and comments where they belong. That is how records are written, and it costs a fraction of composing a document.
 * Null for everything else: the library's composer says what it means, or what is wrong with it.
 */
export function treeOfTokens(tokens: readonly CST.Token[]): Tree | null {
  let document: CST.Document | null = null;
  for (const token of tokens) {
    if (token.type === 'document') document = token;
    else if (!isSpacing(token)) return null;
  }
  if (document?.value === undefined || document.start.length > 0) return null;
  if (!(document.end ?? []).every(isSpacing)) return null;
  const refusals: Refusal[] = [];
  const root = new TokenTree(reportTo(refusals)).node(document.value, '', 1);
  return root === null ? null : { root, refusals };
}

class TokenTree {
  readonly #report: Report;
  /** Where the value that was read last ends, then with the rest of its line. */
  #end = 0;
  #after = 0;

  constructor(report: Report) {
    this.#report = report;
  }

  /** Each method reads one value; null = it isn't as plain as that. */
  node(token: CST.Token, pointer: string, depth: number): YamlNode | null {
    if (depth > MAX_DEPTH) return null;
    switch (token.type) {
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
      case 'block-scalar':
        return this.#scalar(token, pointer);
      case 'block-map':
        return this.#mapping(token, pointer, depth);
      case 'block-seq':
        return this.#blockSequence(token, pointer, depth);
      case 'flow-collection':
        return this.#flowSequence(token, pointer, depth);
      default:
        return null;
    }
  }

  #scalar(token: CST.FlowScalar | CST.BlockScalar, pointer: string): YamlScalar | null {
    const text = this.#text(token);
    if (text === null) return null;
    const leaf = token.type === 'scalar' ? plainLeaf : quotedLeaf;
    return leaf(text, pointer, token.offset, this.#end, this.#report);
  }

  #text(token: CST.FlowScalar | CST.BlockScalar): string | null {
    if (token.type === 'scalar' && isOneLine(token.source)) {
      this.#end = token.offset + token.source.length;
      const after = afterRest(token.end, 0, this.#end);
      this.#after = after ?? this.#end;
      return after === null ? null : token.source;
    }
    let faults = 0;
    const { value, range } = CST.resolveAsScalar(token, true, () => {
      faults += 1;
    });
    [, this.#end, this.#after] = range;
    return faults === 0 ? value : null;
  }

  #mapping({ offset, indent, items }: CST.BlockMap, pointer: string, depth: number): YamlMapping | null {
    const entries: YamlEntry[] = [];
    const seen = new Set<string>();
    let [end, after] = [offset, offset];
    for (const item of items) {
      // Below the last entry comments and empty lines may stand, as an item without a key.
      if (marks(item.start, null, true) === undefined) return null;
      if (item.sep === undefined) {
        after = endOf(item.start, end);
        if (after === end || item !== items.at(-1)) return null;
        continue;
      }
      const entry = isKey(item.key, indent) ? this.#entry(item.key, item.sep, item.value, pointer, depth) : null;
      if (entry === null) return null;
      entries.push(entry);
      checkKey(entry, seen, this.#report);
      end = this.#after;
      after = end;
    }
    [this.#end, this.#after] = [end, after];
    return { kind: 'mapping', pointer, start: offset, end, entries };
  }

  #entry(
    key: CST.FlowScalar,
    sep: readonly CST.SourceToken[],
    value: CST.Token | undefined,
    pointer: string,
    depth: number,
  ): YamlEntry | null {
    const colon = marks(sep, 'map-value-ind', false);
    // The library refuses a colon more than 1,024 characters after its key.
    if (!colon || colon.offset - key.offset > 1000) return null;
    if (value === undefined || (value.type === 'block-map' && !sep.some(({ type }) => type === 'newline'))) return null;
    const name = this.#text(key);
    if (name === null) return null;
    const at = pointerStep(pointer, name);
    const [keyStart, keyEnd] = [key.offset, this.#end];
    const leaf = key.type === 'scalar' ? plainLeaf : quotedLeaf;
    const { type } = leaf(name, at, keyStart, keyEnd, this.#report);
    const node = this.node(value, at, depth + 1);
    return node === null ? null : { key: name, keyIsString: type === 'string', keyStart, keyEnd, value: node };
  }

  #blockSequence({ offset, items }: CST.BlockSequence, pointer: string, depth: number): YamlSequence | null {
    const nodes: YamlNode[] = [];
    this.#after = offset;
    for (const { start, value } of items) {
      if (!marks(start, 'seq-item-ind', true) || value === undefined) return null;
      const node = this.node(value, pointerStep(pointer, nodes.length), depth + 1);
      if (node === null) return null;
      nodes.push(node);
    }
    this.#end = this.#after;
    return { kind: 'sequence', pointer, start: offset, end: this.#end, items: nodes };
  }

  #flowSequence(token: CST.FlowCollection, pointer: string, depth: number): YamlSequence | null {
    const { offset, items, end } = token;
    const close = end[0];
    if (token.start.source !== '[' || close?.source !== ']') return null;
    const nodes: YamlNode[] = [];
    for (const { start, key, sep, value } of items) {
      const comma = marks(start, 'comma', false);
      if (key || sep || value === undefined || comma === undefined) return null;
      if ((comma === null) !== (nodes.length === 0) || value.type === 'block-map' || value.type === 'block-seq')
        return null;
      const node = this.node(value, pointerStep(pointer, nodes.length), depth + 1);
      if (node === null) return null;
      nodes.push(node);
    }
    this.#end = close.offset + 1;
    const after = afterRest(end, 1, this.#end);
    if (after === null) return null;
    this.#after = after;
    return { kind: 'sequence', pointer, start: offset, end: this.#end, items: nodes };
  }
}
