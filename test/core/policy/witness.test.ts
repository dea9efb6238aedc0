import { describe, expect, it } from 'vitest';
import { freeName, witnessesOf } from '../../../src/core/policy/witness.ts';
import { compileGlob } from '../../../src/core/change/surfaces/glob.ts';

describe('a witness', () => {
  it.each(['prompts/**', '**/*.md', 'a/{b,c/*}/d?.md', '/rooted/x', 'dir/', '**', 'a/**/b', 'w\\*x'])(
    'of %s is taken by it',
    (glob) => {
      const paths = witnessesOf(glob, 'XXXXX');
      expect(paths.length).toBeGreaterThan(0);
      expect(paths.filter((path) => !compileGlob(glob).matches(path))).toEqual([]);
    },
  );

  it('has a name that no glob spells', () => {
    expect(freeName(['X*', '*Y', 'prompts/**'])).toBe('ZZZZZ');
  });
});
