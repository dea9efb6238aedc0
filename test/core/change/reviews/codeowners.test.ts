import { describe, expect, it } from 'vitest';
import { type Owner, ownersOf, parseCodeowners } from '../../../../src/core/change/reviews/codeowners.ts';
import { processorTime } from '../../../support/processor-time.ts';

describe('a pattern of CODEOWNERS', () => {
  it.each<[pattern: string, matching: readonly string[], others: readonly string[]]>([
    ['*', ['a', 'a/b/c', '.github/x'], []],
    ['*.js', ['a.js', 'x/y/a.js'], ['a.jsx']],
    ['/build/logs/', ['build/logs/a', 'build/logs/x/a'], ['x/build/logs/a']],
    ['docs/*', ['docs/a.md'], ['docs/x/a.md', 'x/docs/a.md']],
    ['/docs/*', ['docs/a.md'], ['docs/x/a.md']],
    ['/*', ['a.md'], ['x/a.md']],
    ['apps/', ['apps/a', 'x/apps/a/b'], ['xapps/a']],
    ['/docs/', ['docs/a'], ['x/docs/a']],
    ['docs', ['docs', 'docs/a', 'x/docs', 'x/docs/a'], ['docs2']],
    ['/scripts', ['scripts', 'scripts/a/b'], ['x/scripts']],
    ['a/b', ['a/b', 'a/b/c'], ['x/a/b']],
    ['**/logs', ['logs', 'logs/a', 'x/logs/a'], ['xlogs']],
    ['/apps/**/test', ['apps/test', 'apps/x/y/test/z'], ['apps/xtest']],
    ['/a/**', ['a/b', 'a/b/c'], ['b/a']],
    ['a\\ b/*', ['a b/c'], ['a/c']],
    ['a{b,c}', ['a{b,c}'], ['ab', 'ac']],
    ['a?c', ['abc', 'x/abc'], ['a/c']],
    ['Docs/', ['Docs/a'], ['docs/a']],
  ])('%s', (pattern, matching, others) => {
    const rules = parseCodeowners(`${pattern} @ann`);
    expect(matching.filter((path) => ownersOf(path, rules, []).state !== 'owned')).toEqual([]);
    expect(others.filter((path) => ownersOf(path, rules, []).state !== 'unowned')).toEqual([]);
  });
});

const user = (login: string): Owner => ({ kind: 'user', login });
const file = `# who owns what
*           @Ann  # everybody's fallback
/runtime/   @acme/Runtime @bob\r
/runtime/generated/
/policy/    carol@example.com
/tools/     @ann/b/c
[ab]/x      @ann
`;

describe('the owners of a path', () => {
  it('are those of the last rule that matches', () => {
    const rules = parseCodeowners(file.split('\n').slice(0, 5).join('\n'));
    expect(ownersOf('README.md', rules, [])).toEqual({ state: 'owned', line: 2, owners: [user('ann')] });
    expect(ownersOf('runtime/a', rules, [])).toEqual({
      state: 'owned',
      line: 3,
      owners: [{ kind: 'team', organization: 'acme', team: 'runtime' }, user('bob')],
    });
    expect(ownersOf('runtime/generated/a', rules, [])).toEqual({ state: 'unowned' });
    expect(ownersOf('policy/a', rules, [])).toEqual({
      state: 'owned',
      line: 5,
      owners: [{ kind: 'email', address: 'carol@example.com' }],
    });
  });

  it("are unknown when the rule that decides has an error by GitHub's word", () => {
    const rules = parseCodeowners('* @ann\n/a/ @gone');
    expect(ownersOf('a/x', rules, [2])).toEqual({ state: 'unknown', line: 2 });
    expect(ownersOf('b/x', rules, [2])).toEqual({ state: 'owned', line: 1, owners: [user('ann')] });
  });

  it.each([
    '[ab]/x @ann',
    '!a @ann',
    '\\#a @ann',
    'a @ann/b/c',
    'a ann',
    'a @',
    'a @ann/',
    '/ @ann',
    `${'a'.repeat(600)} @ann`,
  ])('are unknown from a line on that nobody can read: %s', (line) => {
    const rules = parseCodeowners(`* @ann\n${line}\n/later/ @bob`);
    expect(ownersOf('x', rules, [])).toEqual({ state: 'unknown', line: 2 });
    expect(ownersOf('later/x', rules, [])).toMatchObject({ state: 'owned', line: 3 });
  });

  it('are nobody in an empty file', () => {
    expect(ownersOf('a', parseCodeowners('\n  \n# only words\n'), [])).toEqual({ state: 'unowned' });
  });

  it('are found in a file of 3 MB without delay', () => {
    const rules = parseCodeowners(`* @ann\n${'/some/folder/of/ours/*/deep/** @acme/team\n'.repeat(70_000)}`);
    const took = processorTime(() => expect(ownersOf('other/file', rules, [])).toMatchObject({ line: 1 }));
    expect(took).toBeLessThan(1_000);
  });
});
