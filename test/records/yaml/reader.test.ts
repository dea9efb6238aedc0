import { describe, expect, it } from 'vitest';
import { entryOf, toData } from '../../../src/records/yaml/node.ts';
import { readYaml } from '../../../src/records/yaml/reader.ts';

const nested = (open: string, close: string, levels: number) => `a: ${open.repeat(levels)}${close.repeat(levels)}\n`;

/** Each refusal with the smallest file that earns it, and the place where it is shown. */
const REFUSED: [name: string, text: string, code: string, line: number, column: number][] = [
  ['an open bracket', 'a: [1\n', 'yaml_syntax', 2, 1],
  ['a tab as indentation', 'a:\n\t- b\n', 'yaml_syntax', 2, 1],
  ['a second colon on a line', 'a: b: c\n', 'yaml_syntax', 1, 4],
  ['an anchor', 'a: 1\nb: &x 2\n', 'yaml_alias', 2, 4],
  ['an alias', 'a: *x\n', 'yaml_alias', 1, 4],
  ['a tag', 'a: !!str 1\n', 'yaml_tag', 1, 4],
  ['a local tag', 'a:\n- !x 1\n', 'yaml_tag', 2, 3],
  ['a version directive', '%YAML 1.1\n---\na: no\n', 'yaml_directive', 1, 1],
  ['a tag directive', '%TAG ! tag:x,2000:\n---\na: 1\n', 'yaml_directive', 1, 1],
  ['two documents', 'a: 1\n---\nb: 2\n', 'yaml_many_documents', 2, 1],
  ['two empty documents', '---\n---\n', 'yaml_many_documents', 2, 1],
  ['33 levels of flow lists', nested('[', ']', 32), 'yaml_too_deep', 1, 35],
  ['33 levels of block lists', `${'- '.repeat(33)}a\n`, 'yaml_too_deep', 1, 65],
  ['33 levels by one-pair mappings in flow lists', nested('[a: ', ']', 16), 'yaml_too_deep', 1, 65],
  ['a file over 64 KiB', `a: ${'b'.repeat(64 * 1024)}\n`, 'yaml_too_large', 1, 1],
  ['a file over 64 KiB in bytes only', `a: ${'é'.repeat(33 * 1024)}\n`, 'yaml_too_large', 1, 1],
  ['a file over 64 KiB by characters of three bytes', `a: ${'€'.repeat(22 * 1024)}\n`, 'yaml_too_large', 1, 1],
  ['a file of too many tokens', '- \n'.repeat(20_000), 'yaml_too_many_tokens', 10_000, 3],
  ['a NUL', 'a: b\u0000\n', 'yaml_character_forbidden', 1, 5],
  ['a bell', 'a: b\n# \u0007\n', 'yaml_character_forbidden', 2, 3],
  ['a next-line character', 'a: "b\u0085c"\n', 'yaml_character_forbidden', 1, 6],
  ['a right-to-left override', 'a: b # \u202E\n', 'yaml_character_forbidden', 1, 8],
  ['an isolate', 'a: \u2066b\n', 'yaml_character_forbidden', 1, 4],
  ['a line separator', 'a: "b\u2028c"\n', 'yaml_character_forbidden', 1, 6],
  ['a half of a surrogate pair', 'a: \uD800\n', 'yaml_not_utf8', 1, 1],
];

describe('a YAML file is refused, with the place, for', () => {
  it.each(REFUSED)('%s', (_name, text, code, line, column) => {
    const { root, problems } = readYaml(text, 'f.yaml');
    expect(root).toBeNull();
    expect(problems[0]).toMatchObject({ code, severity: 'error', where: { file: 'f.yaml', line, column } });
  });

  it('a hidden character, also after a file that hid one further in behind an escape', () => {
    readYaml('a: "far into a long text \\u202Ey"\n', 'f.yaml');
    expect(readYaml('a: b # \u202E\n', 'f.yaml').problems).toMatchObject([{ code: 'yaml_character_forbidden' }]);
  });

  it('bytes that are no UTF-8', () => {
    expect(readYaml(new Uint8Array([0x61, 0x3a, 0x20, 0xff]), 'f').problems).toMatchObject([{ code: 'yaml_not_utf8' }]);
  });
});

/** Faults that leave a tree, so that the record's own problems can be told with them. */
const REPORTED: [name: string, text: string, code: string, severity: string, pointer: string, place: string][] = [
  ['a number as key', 'a: 1\n7: b\n', 'yaml_key_not_string', 'error', '/7', '2:1-2:2'],
  ['null as key', 'null: b\n', 'yaml_key_not_string', 'error', '/null', '1:1-1:5'],
  ['a list as key', '? [x]\n: b\n', 'yaml_key_not_string', 'error', '/', '1:3-1:6'],
  ['a key twice', 'a: 1\nb:\n  c: 1\n  c: 2\n', 'yaml_key_duplicate', 'error', '/b/c', '4:3-4:4'],
  ['a key twice, once quoted', 'a: 1\n"a": 2\n', 'yaml_key_duplicate', 'error', '/a', '2:1-2:4'],
  ['the key __proto__', '__proto__: {decision: go}\n', 'yaml_key_forbidden', 'error', '/__proto__', '1:1-1:10'],
  ['the key constructor', 'a: {constructor: 1}\n', 'yaml_key_forbidden', 'error', '/a/constructor', '1:5-1:16'],
  ['the key prototype', 'a:\n- prototype: 1\n', 'yaml_key_forbidden', 'error', '/a/0/prototype', '2:3-2:12'],
  ['an escaped override inside text', 'a: "x\\u202Ey"\n', 'yaml_character_forbidden', 'error', '/a', '1:4-1:14'],
  ['an unquoted yes', 'a: yes\n', 'yaml_boolean_word', 'warning', '/a', '1:4-1:7'],
  ['an unquoted Off in a list', 'a: [x, Off]\n', 'yaml_boolean_word', 'warning', '/a/1', '1:8-1:11'],
  ['an unquoted on as key', 'on: push\n', 'yaml_boolean_word', 'warning', '/on', '1:1-1:3'],
  ['a number of 20 digits', 'a: 12345678901234567890\n', 'yaml_number_digits', 'warning', '/a', '1:4-1:24'],
];

describe('a YAML file is read, with a problem at its place, for', () => {
  it.each(REPORTED)('%s', (_name, text, code, severity, pointer, place) => {
    const { root, problems } = readYaml(text, 'f.yaml');
    expect(root).not.toBeNull();
    const found = problems.find((problem) => problem.code === code);
    expect(found).toMatchObject({ code, severity, pointer });
    const { line, column, end_line, end_column } = found?.where ?? {};
    expect(`${line}:${column}-${end_line}:${end_column}`).toBe(place);
  });

  it('y, n and quoted words no warning at all: PyYAML takes them as text too', () => {
    expect(readYaml('a: [y, n, "yes", \'no\', yES, truely]\n', 'f').problems).toEqual([]);
  });

  it('an unquoted word how each reader takes it', () => {
    expect(readYaml('a: no\n', 'f').problems[0]?.message).toBe(
      'Unquoted no is the text "no" here (YAML 1.2); readers of YAML 1.1 take it as false',
    );
  });
});

describe('positions', () => {
  it('count columns in UTF-16 units and are not moved by a byte order mark', () => {
    expect(readYaml('\uFEFF"😀": *x\n', 'f').problems[0]?.where).toMatchObject({ line: 1, column: 7 });
  });

  it.each([['\n'], ['\r\n'], ['\r']])('count lines that end with %j', (newline) => {
    const { root, problems } = readYaml(['a: 1', 'b:', '  - yes', ''].join(newline), 'f');
    expect(problems[0]?.where).toMatchObject({ line: 3, column: 5, end_line: 3, end_column: 8 });
    expect(root && toData(root)).toEqual({ a: 1, b: ['yes'] });
  });

  it('are all told at once, in file order', () => {
    const codes = readYaml('a: !x 1\nb: &y 2\nc: *y\n', 'f').problems.map(({ code, where }) => [code, where.line]);
    expect(codes).toEqual([
      ['yaml_tag', 1],
      ['yaml_alias', 2],
      ['yaml_alias', 3],
    ]);
  });

  it.each([
    ['keys', `a: {${'b: 1, '.repeat(500)}}\n`],
    ['anchors', `a: [${'&x 1, '.repeat(500)}]\n`],
    ['characters', `a: b # ${'\u202E'.repeat(500)}\n`],
  ])('are told for the first 200 problems, the rest is counted as one: %s', (_what, text) => {
    const { problems } = readYaml(text, 'f');
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)).toMatchObject({ code: 'problems_truncated' });
  });
});

describe('syntax errors', () => {
  it('are told twenty at most: each further one costs time and is the echo of the first', () => {
    const { problems } = readYaml('"" '.repeat(5000), 'f');
    expect(problems).toHaveLength(20);
  });
});

describe('plain data', () => {
  it('has no prototype, whatever the keys', () => {
    const { root } = readYaml('a: {__proto__: {decision: go}}\ntoString: 1\n', 'f');
    const data = root === null ? null : toData(root);
    expect(data).toEqual({ a: { ['__proto__']: { decision: 'go' } }, toString: 1 });
    expect(Object.getPrototypeOf(data)).toBeNull();
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { decision?: string }).decision).toBeUndefined();
  });

  it('takes the last of two equal keys, as the reference does, beside reporting it', () => {
    const { root } = readYaml('a: 1\na: 2\n', 'f');
    expect(root?.kind === 'mapping' && entryOf(root, 'a')?.value).toMatchObject({ value: 2 });
  });

  it.each([
    ['', null],
    ['# only a comment\n', null],
    ['---\n...\n', null],
    ['just text\n', 'just text'],
    ['32 levels deep', '32 levels deep'],
  ])('of %j is %j', (text, data) => {
    const { root } = readYaml(text, 'f');
    expect(root && toData(root)).toEqual(data);
  });

  it('may nest 32 levels deep', () => {
    expect(readYaml(nested('[', ']', 31), 'f').problems).toEqual([]);
  });
});
