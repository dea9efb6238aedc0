import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob, maxGlobLength } from '../../../../src/core/change/surfaces/glob.ts';
import { processorTime } from '../../../support/processor-time.ts';

describe('a path pattern', () => {
  it.each<[pattern: string, matching: readonly string[], others: readonly string[]]>([
    [
      'prompts/**',
      ['prompts/a', 'prompts/a/b.md', 'prompts/.hidden', 'prompts'],
      ['prompt/a', 'prompts2/a', 'x/prompts/a', 'Prompts/a'],
    ],
    ['/prompts/**', ['prompts/a'], ['x/prompts/a']],
    ['prompts/', ['prompts/a/b', 'prompts'], ['promptsa']],
    ['**', ['a', 'a/b', '.x'], []],
    ['**/', ['a', 'a/b'], []],
    ['a/**/', ['a/b', 'a'], ['ab']],
    ['*.md', ['a.md', '.md'], ['a/b.md', 'a.mdx']],
    ['**/*.md', ['a.md', 'x/a.md', 'x/y/a.md'], ['a.txt', 'a.md/x']],
    ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['a/xb', 'ab', 'a/b/c']],
    ['**/a/**/b/*c', ['a/b/c', 'x/a/y/b/zc', 'a/a/b/b/xc'], ['a/b/c/d', 'a/c']],
    ['a?c', ['abc', 'a.c'], ['a/c', 'ac', 'abbc']],
    ['a/*/c', ['a/b/c', 'a/.b/c'], ['a/c', 'a/b/b/c']],
    ['a/b**c', ['a/bc', 'a/bxc'], ['a/b/c']],
    ['{tools,skills}/*.yaml', ['tools/a.yaml', 'skills/b.yaml'], ['tool/a.yaml', 'tools/a.yml']],
    ['a{b,c{d,e}}f', ['abf', 'acdf', 'acef'], ['af', 'acf']],
    ['a{b', ['a{b'], ['ab']],
    ['\\*\\{a', ['*{a'], ['x{a']],
    ['capabilities.yaml', ['capabilities.yaml'], ['capabilitiesXyaml', 'a/capabilities.yaml']],
    ['**/**/x', ['x', 'a/x', 'a/b/x'], ['ax']],
    ['[ab].md', ['[ab].md'], ['a.md']],
    ['', [''], ['a']],
  ])('%s', (pattern, matching, others) => {
    const glob = compileGlob(pattern);
    expect(matching.filter((path) => !glob.matches(path))).toEqual([]);
    expect(others.filter((path) => glob.matches(path))).toEqual([]);
  });

  it('says the same when it was forgotten, and another one something else', () => {
    const said = () => ['a/*', 'a/?b'].map((pattern) => compileGlob(pattern).matches('a/b'));
    expect(said()).toEqual([true, false]);
    for (let at = 0; at < 2_500; at += 1) expect(compileGlob(`a/${at}`).matches(`a/${at}`)).toBe(true);
    expect(said()).toEqual([true, false]);
  });

  it('says what a slow, plainly right matcher says', () => {
    const piece = fc.constantFrom('a', 'b', '*', '**', '?', '/', '/');
    const pattern = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(''));
    const path = fc
      .array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 5 })
      .map((names) => names.join('/'));
    fc.assert(
      fc.property(pattern.filter(isPlain), path, (text, name) => {
        expect(compileGlob(text).matches(name), `${text} on ${name}`).toBe(
          slowlyMatches(text.split('/'), name.split('/')),
        );
      }),
      { seed: 11, numRuns: 5000 },
    );
  });

  it('that is too long or stands for too many matches everything, so that its surface stays guarded', () => {
    expect(compileGlob(`x${'*'.repeat(maxGlobLength)}`)).toMatchObject({ usable: false });
    expect(compileGlob('{a,b}'.repeat(7)).matches('anything')).toBe(true);
    expect(compileGlob('{a,b}'.repeat(6))).toMatchObject({ usable: true });
  });

  it.each([
    [`${'**/a/'.repeat(100)}b`, 'a/'.repeat(32_768)],
    [`${'*a'.repeat(250)}b`, 'a'.repeat(65_536)],
    [`${'*a'.repeat(250)}/b`, 'a'.repeat(65_536)],
    [`**/${'?'.repeat(500)}b`, `${'a'.repeat(65_535)}/`],
    [`${'**/*a*/'.repeat(70)}b`, 'aaa/'.repeat(16_384)],
    [`*${'a'.repeat(500)}b`, 'a'.repeat(65_536)],
    [`**/${'a/'.repeat(250)}b`, 'a/'.repeat(32_768)],
    [`{${'a,'.repeat(60)}b}*${'a'.repeat(300)}`, 'a'.repeat(65_536)],
    ['{'.repeat(500), '{'.repeat(65_536)],
    [`${'{a'.repeat(160)}${'}'.repeat(160)}`, 'a'.repeat(65_536)],
  ])('of hostile making takes no time on 64 KiB (%#)', (pattern, path) => {
    const took = processorTime(() => {
      const glob = compileGlob(pattern);
      expect(glob.usable).toBe(true);
      glob.matches(path);
    });
    // The work is bounded by pattern × path; a backtracking matcher would not end in a lifetime on these.
    expect(took).toBeLessThan(2_000);
  });
});

/** Patterns that both matchers read alike: no empty names, nothing special at the end. */
function isPlain(pattern: string): boolean {
  const names = pattern.split('/');
  return names.every((name) => name !== '') && names.at(-1) !== '**' && !pattern.includes('***');
}

function slowlyMatches([first, ...rest]: readonly string[], names: readonly string[]): boolean {
  if (first === undefined) return names.length === 0;
  const [name, ...others] = names;
  if (first === '**' && slowlyMatches(rest, names)) return true;
  if (name === undefined) return false;
  if (first === '**') return slowlyMatches([first, ...rest], others);
  return slowlyMatchesName(first, name) && slowlyMatches(rest, others);
}

function slowlyMatchesName(pattern: string, name: string): boolean {
  if (pattern === '') return name === '';
  const behind = pattern.slice(1);
  if (pattern.startsWith('*'))
    return slowlyMatchesName(behind, name) || (name !== '' && slowlyMatchesName(pattern, name.slice(1)));
  return name !== '' && (pattern.startsWith('?') || pattern[0] === name[0]) && slowlyMatchesName(behind, name.slice(1));
}
