import { describe, expect, test } from 'vitest';
import { type Fresh, merged, rewritten } from '../../../src/adapters/github/fresh-writes.ts';

interface One {
  readonly node_id: string;
  readonly text: string;
}
const textOf = ({ text }: One): string => text;
const one = (text: string, node_id = 'a'): One => ({ node_id, text });
const twice: Fresh<One> = rewritten(rewritten(undefined, one('x'), one('y'), textOf), one('x'), one('z'), textOf);

describe('what was written a moment ago', () => {
  test('remembers everything that a replica may still show', () => {
    expect(twice).toEqual({ now: one('z'), before: ['x', 'y'] });
    expect(rewritten(undefined, null, one('x'), textOf)).toEqual({ now: one('x'), before: [] });
    // Back to what it was: then nothing of the past is in the way.
    expect(rewritten(twice, one('z'), one('x'), textOf)).toEqual({ now: one('x'), before: ['y', 'z'] });
  });

  test.each<[sentence: string, shown: readonly One[], list: readonly One[], leaned: boolean]>([
    ['stands while a replica shows nothing', [], [one('z')], true],
    ['stands while a replica shows what was before it', [one('x')], [one('z')], true],
    ['stands while a replica shows what was between', [one('y')], [one('z')], true],
    ['needs no memory once it is shown', [one('z')], [one('z')], false],
    ['gives way to what another process wrote after it', [one('w')], [one('w')], false],
    ['leaves other objects alone', [one('x', 'b'), one('z')], [one('x', 'b'), one('z')], false],
  ])('%s', (_sentence, shown, list, leaned) => {
    expect(merged(shown, [twice], textOf)).toEqual({ list, leaned });
  });
});
