import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { withoutGenerators } from '../../scripts/generate/without-generators.ts';

/** A class whose only method has the body. */
const source = (body: string): string => `class A { constructor() {} *other() { yield 2; } *run() { ${body} } }`;

interface Run {
  out: number[];
  run(): unknown;
}

/** What is pushed, and what comes back. */
function ran(body: string): { out: number[]; back: unknown } {
  const code = withoutGenerators(source(body), 'a.js');
  const made = runInNewContext(`${code}; new A()`) as Run;
  const back = made.run();
  return { out: [...made.out], back };
}

describe('a generator that became an ordinary method', () => {
  it.each([
    ['yield 1; return 3;', [1], 3],
    ['yield 1; yield* this.other(); yield 3;', [1, 2, 3], undefined],
    ['return yield* this.other();', [2], undefined],
    ['this.other(); yield 1;', [1], undefined],
    ['const a = (yield* this.other()) ?? 7; yield { a }.a;', [2, 7], undefined],
  ])('%s', (body, out, back) => {
    expect(ran(body)).toEqual({ out, back });
  });

  it.each([
    ['const a = yield 1;', 'is used'],
    ['yield* [1];', 'is no generator of the class'],
    ['yield;', 'yields nothing'],
  ])('%s is refused: it means more', (body, message) => {
    expect(() => withoutGenerators(source(body), 'a.js')).toThrow(message);
  });

  it('leaves out what drives a run', () => {
    expect(withoutGenerators('class A { *lex() { for (const a of b) yield a; } go() {} }', 'a.js')).toBe(
      'class A { go() {} }',
    );
  });
});
