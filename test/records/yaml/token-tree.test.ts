import { readFileSync } from 'node:fs';
import { type CST, Parser } from 'yaml';
import { describe, expect, it } from 'vitest';
import { compose } from '../../../src/records/yaml/composition.ts';
import { gateTokens } from '../../../src/records/yaml/gate.ts';
import type { Tree } from '../../../src/records/yaml/leaf.ts';
import { treeOfTokens } from '../../../src/records/yaml/token-tree.ts';
import { buildTree } from '../../../src/records/yaml/tree.ts';
import { mutate } from '../../campaigns/mutated-yaml/mutation.ts';
import { choices } from '../../campaigns/mutated-yaml/random.ts';
import { TRICKY_FILES } from './tricky-files.ts';

/** The tree as the library's composer makes it; null = it refuses the file. */
function composed(text: string): Tree | null {
  const { document, refusals } = compose(gateTokens(text).tokens);
  return refusals.length > 0 ? null : buildTree(document?.contents ?? null, text.length);
}

function straight(text: string): Tree | null {
  return treeOfTokens(gateTokens(text).tokens);
}

const examples = ['change.yaml', 'change-record.yaml', 'rollout.yaml', 'rollout-record.yaml'].map((name) =>
  readFileSync(new URL(`../../fixtures/records/examples/${name}`, import.meta.url), 'utf8'),
);

/** What the tokens alone say. */
const PLAIN: [name: string, text: string][] = [
  ['keys and words', 'a: b\nc: d e\n'],
  ['lists in brackets', 'a: [b, "c", [d, 1]]\nb: [ x , y ]\nc: [\n  x,\n  y # why\n  ]\n'],
  ['lists by dashes', 'a:\n- b\n-  c\nd:\n  - e: f\n    g: h\n  -\n    - i\n'],
  ['mappings in mappings', 'a:\n  b:\n    c: d\n  e: f\ng: h\n'],
  ['quoted keys and values', "\"a\": 'it''s'\n'b': \"x\\u0041\"\n"],
  ['text of several lines', 'a: |\n  b\n   c\n\nd: >-\n  e\n  f\n# end\ng: h\n  i\nj: "k\n  l"\n'],
  ['comments and empty lines', '# a\n\n# b\nc: d # e\n\n  # f\ng: # h\n  i: j\n  # k\n\nl: m\n# n\n\n# o\n'],
  ['words of YAML 1.1 and long numbers', 'on: [yes, 99999999999999999999]\n1: a\n__proto__: b\na: 1\na: 2\n'],
  ['only a word', 'a\n'],
  ['line ends of Windows', 'a: b\r\nc:\r\n- d\r\n'],
];

/** What only the composer can say; most are faults. */
const OTHER: [name: string, text: string][] = [
  ['nothing', ''],
  ['a start of a document', '---\na: b\n'],
  ['an end of a document', 'a: b\n...\n'],
  ['mappings in brackets', 'a: {b: c}\n'],
  ['a pair in a list', 'a: [b: c]\n'],
  ['a key without a value', 'a:\nb: c\n'],
  ['an item without a value', 'a:\n-\n- b\n'],
  ['a key that is asked for', '? a\n: b\n'],
  ['a list as a key', '[a]: b\n'],
  ['a key without a colon', 'a: b\nc\n'],
  ['a key of two lines', 'a\n b: c\n'],
  ['a quoted key of two lines', '"a\n  b": c\n'],
  ['a mapping on the line of its key', 'a: b: c\n'],
  ['a key that stands deeper', 'a:\n    b: c\n  d: e\n'],
  ['a key that stands less deep', '  a: b\n c: d\n'],
  ['a tab before a key', 'a: b\n\tc: d\n'],
  ['a tab before a value', 'a:\tb\n'],
  ['a text that begins with a mark of its own', 'a: @b\n'],
  ['a text that begins with a percent sign', 'a: %b\n'],
  ['a comma first in a list', 'a: [, b]\n'],
  ['two commas in a list', 'a: [b,, c]\n'],
  ['a comma last in a list', 'a: [b, ]\n'],
  ['no comma in a list', 'a: ["b" "c"]\n'],
  ['an open bracket', 'a: [b\nc: d\n'],
  ['a bracket of the other kind', 'a: [b}\n'],
  ['a brace that a bracket closes', 'a: {]\n'],
  ['a dash in brackets', 'a: [- b]\n'],
  ['a colon on the line after its key', 'x: y\na\n: b\n'],
  ['text after a list', 'a: [b] c\n'],
  ['text after quotes', 'a: "b" c\n'],
  ['a comment at a quote', 'a: "b"#c\n'],
  ['a comment at a bracket', 'a: [b]#c\n'],
  ['a comment at a comma', 'a: [b,#c\n  d]\n'],
  ['a comment at a key', '"a":#b\n  c\n'],
  ['quotes that stay open', 'a: "b\n'],
  ['an escape that is none', 'a: "\\q"\n'],
  ['a block of text with a wrong head', 'a: |x\n  b\n'],
  ['a key under a list', '- a\nb: c\n'],
  ['a colon far from its key', `a${' '.repeat(1100)}: b\n`],
  ['a colon further yet', `"${'a'.repeat(1100)}": b\n`],
];

describe('a tree of tokens alone', () => {
  it.each([...PLAIN, ...examples.map((text, index): [string, string] => [`example ${index}`, text])])(
    'is what the composer makes: %s',
    (_name, text) => {
      expect(straight(text)).not.toBeNull();
      expect(straight(text)).toEqual(composed(text));
    },
  );

  it.each(OTHER)('is not made of %s', (_name, text) => {
    expect(straight(text)).toBeNull();
  });

  it('is not made of more than 32 levels, should the gate let them through', () => {
    const nested = (levels: number): CST.Token[] => [...new Parser().parse('['.repeat(levels) + ']'.repeat(levels))];
    expect(treeOfTokens(nested(32))).not.toBeNull();
    expect(treeOfTokens(nested(33))).toBeNull();
  });

  it('is what the composer makes, or is not made, for 4,000 files made from these', () => {
    const random = choices(23);
    const seeds = [...examples, ...[...PLAIN, ...OTHER].map(([, text]) => text), ...TRICKY_FILES.map(([text]) => text)];
    let made = 0;
    for (let index = 0; index < 4000; index += 1) {
      let text = random.pick(random.below(2) === 0 ? seeds.slice(0, examples.length + PLAIN.length) : seeds);
      for (let edits = 1 + random.below(2); edits > 0; edits -= 1) text = mutate(text, seeds, random);
      const tree = gateTokens(text).refusals.length > 0 ? null : straight(text);
      if (tree === null) continue;
      made += 1;
      expect(tree, JSON.stringify(text)).toEqual(composed(text));
    }
    expect(made).toBeGreaterThan(800);
  });
});
