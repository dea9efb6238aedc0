import { describe, expect, it } from 'vitest';
import { samePatch } from '../../../../src/core/change/patch/comparison.ts';
import type { PatchFile } from '../../../../src/generated/types.ts';
import { earlier, head, patch, patchFile } from '../facts.ts';

const everything = () => true;
const blobs = (base: string | null, after: string | null) => ({ base_blob: base, head_blob: after });

describe('the patch on the paths in scope', () => {
  it.each<[sentence: string, before: readonly PatchFile[], after: readonly PatchFile[], answer: string]>([
    ['is the same with equal hunks', [patchFile('a', 'h')], [patchFile('a', 'h')], 'same'],
    ['is the same when nothing is in it', [], [], 'same'],
    [
      'is the same in another order of files',
      [patchFile('a'), patchFile('b')],
      [patchFile('b'), patchFile('a')],
      'same',
    ],
    [
      'is the same with equal blobs, shown or not',
      [patchFile('a', null, blobs('1', '2'))],
      [patchFile('a', null, blobs('1', '2'))],
      'same',
    ],
    ['is changed by other hunks', [patchFile('a', 'h')], [patchFile('a', 'i')], 'changed'],
    ['is changed by a file more', [patchFile('a')], [patchFile('a'), patchFile('b')], 'changed'],
    ['is changed by a file less', [patchFile('a'), patchFile('b')], [patchFile('a')], 'changed'],
    [
      'is changed by another name before the rename',
      [patchFile('a', 'h', { previous_path: 'x' })],
      [patchFile('a', 'h', { previous_path: 'y' })],
      'changed',
    ],
    [
      'is changed when a rename is none any more',
      [patchFile('a', 'h', { previous_path: 'x' })],
      [patchFile('a', 'h')],
      'changed',
    ],
    [
      'is changed by other content that has no hunks',
      [patchFile('a', null, blobs('1', '2'))],
      [patchFile('a', null, blobs('1', '3'))],
      'changed',
    ],
    ...(['100755', '120000', '160000', '000000'] as const).map(
      (head_mode): [string, PatchFile[], PatchFile[], string] => [
        `is changed by the mode ${head_mode} with equal hunks and blobs`,
        [patchFile('a', 'h', blobs('1', '2'))],
        [patchFile('a', 'h', { ...blobs('1', '2'), head_mode })],
        'changed',
      ],
    ),
    ['is unknown without a mode', [patchFile('a', 'h')], [patchFile('a', 'h', { head_mode: null })], 'unknown'],
    [
      'is unknown without any mode, also with equal blobs',
      [patchFile('a', 'h', { ...blobs('1', '2'), head_mode: null })],
      [patchFile('a', 'h', { ...blobs('1', '2'), head_mode: null })],
      'unknown',
    ],
    [
      'is changed by other hunks whatever the modes are',
      [patchFile('a', 'h', { head_mode: null })],
      [patchFile('a', 'i', { head_mode: null })],
      'changed',
    ],
    ['is unknown without hunks and blobs', [patchFile('a', null)], [patchFile('a', null)], 'unknown'],
    ['is unknown when only one side has hunks', [patchFile('a', 'h')], [patchFile('a', null)], 'unknown'],
    [
      'is unknown when the blob before is not known',
      [patchFile('a', null, blobs(null, '2'))],
      [patchFile('a', null, blobs(null, '2'))],
      'unknown',
    ],
    [
      'is changed when one file is changed and another unknown',
      [patchFile('a', null), patchFile('b', 'h')],
      [patchFile('a', null), patchFile('b', 'i')],
      'changed',
    ],
  ])('%s', (_, before, after, answer) => {
    expect(samePatch(patch(earlier, before), patch(head, after), everything)).toBe(answer);
  });

  it('is unknown while a list is not whole, even when all that is known is equal', () => {
    const files = [patchFile('a')];
    expect(samePatch(patch(earlier, files, false), patch(head, files), everything)).toBe('unknown');
    expect(samePatch(patch(earlier, files), patch(head, [], false), everything)).toBe('unknown');
    expect(
      samePatch(patch(earlier, [patchFile('a', 'h')], false), patch(head, [patchFile('a', 'i')]), everything),
    ).toBe('changed');
  });

  it('leaves out what is not in scope, and takes in a file that was renamed out of it', () => {
    const inA = (path: string) => path.startsWith('a/');
    const before = patch(earlier, [patchFile('a/x'), patchFile('b/x', 'h')]);
    expect(samePatch(before, patch(head, [patchFile('a/x'), patchFile('b/x', 'i')]), inA)).toBe('same');
    expect(
      samePatch(before, patch(head, [patchFile('a/x'), patchFile('b/x', 'i', { previous_path: 'a/y' })]), inA),
    ).toBe('changed');
  });
});
