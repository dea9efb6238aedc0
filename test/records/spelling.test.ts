import { describe, expect, it } from 'vitest';
import { didYouMean } from '../../src/records/spelling.ts';
import { choices } from '../campaigns/mutated-yaml/random.ts';

describe('the word that was probably meant', () => {
  it.each<[word: string, known: string[], meant: string | null]>([
    ['rsk_level', ['risk_level'], 'risk_level'],
    ['rikslevel', ['risk_level'], 'risk_level'],
    ['rxxk_lexxl', ['risk_level'], null],
    ['Risk-Level ', ['risk_level'], 'risk_level'],
    ['risk level', ['Risk-Level'], 'Risk-Level'],
    ['ab', ['ba'], 'ba'],
    ['abc', ['cab'], null],
    ['aproval', ['removal', 'approval'], 'approval'],
    ['owne', ['owner', 'owned'], 'owner'],
    ['owner', ['owned', 'owner'], 'owner'],
    ['blocking_findings', ['affected_surfaces', 'required_reviews', 'required_evals'], null],
    ['Ärger', ['ärgern'], 'ärgern'],
    ['a', [], null],
    ['a'.repeat(61), ['a'.repeat(61)], null],
  ])('%s of %s', (word, known, meant) => {
    expect(didYouMean(word, known)).toBe(meant);
  });

  it('is the first of the nearest, by the whole table of distances', () => {
    const random = choices(5);
    const word = (): string => Array.from({ length: random.below(9) }, () => random.pick([...'abc_é'])).join('');
    for (let index = 0; index < 5000; index += 1) {
      const wanted = word();
      const known = Array.from({ length: random.below(5) }, word);
      const near = known.filter((other) => distance(wanted, other) <= Math.max(1, Math.floor(other.length / 4)));
      const least = Math.min(...near.map((other) => distance(wanted, other)));
      const meant = near.find((other) => distance(wanted, other) === least) ?? null;
      expect(didYouMean(wanted, known), JSON.stringify([wanted, known])).toBe(meant);
    }
  });
});

/** Steps from one word to another, by definition: a character more, less, changed, or swapped with its neighbour. */
function distance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_row, i) =>
    Array.from({ length: b.length + 1 }, (_cell, j) => Math.max(i, j)),
  );
  const at = (i: number, j: number): number => table[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const steps = [at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)];
      (table[i] ?? [])[j] = Math.min(...steps, swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY);
    }
  }
  return at(a.length, b.length);
}
