import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { surfaceDigest, surfaceDigestText } from '../../../../src/core/change/surfaces/digest.ts';

const blob = (digit: string) => digit.repeat(40);
const files = [
  { path: 'p/\ud83d\ude00', mode: '100644', blob: blob('1') },
  { path: 'p/\ufffd', mode: '100755', blob: blob('2') },
  { path: 'p/a', mode: '120000', blob: blob('3') },
];

it('is made of mode, blob and path, sorted by the bytes of the path', () => {
  expect(surfaceDigestText(files)).toBe(
    `120000 ${blob('3')}\tp/a\u0000100755 ${blob('2')}\tp/\ufffd\u0000100644 ${blob('1')}\tp/\ud83d\ude00\u0000`,
  );
  expect(surfaceDigestText([])).toBe('');
});

it('is the same in any order and differs by mode, blob and name', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const digest = surfaceDigest(files, sha256);
  expect(digest).toBe(`sha256:${sha256(surfaceDigestText(files))}`);
  expect(surfaceDigest(files.toReversed(), sha256)).toBe(digest);
  const [first, ...rest] = files;
  for (const change of [{ mode: '100755' }, { blob: blob('9') }, { path: 'p/b' }]) {
    expect(surfaceDigest([{ ...first, ...change } as (typeof files)[number], ...rest], sha256)).not.toBe(digest);
  }
});
