import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hunkDigest, patchIdentity } from '../../../../src/core/change/patch/identity.ts';

const patch = '@@ -1,3 +1,3 @@ function a\n context\n-old\n+new\n@@ -9 +9 @@\n-x\n+y\n\\ No newline at end of file';

describe('the identity of a patch', () => {
  it.each<[sentence: string, other: string]>([
    [
      'hunks moved by lines above them',
      '@@ -11,3 +14,3 @@ function b\n context\n-old\n+new\n@@ -90 +93 @@\n-x\n+y\n\\ No newline at end of file',
    ],
    ["git's header before the first hunk", `diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n${patch}`],
    ['a line end behind the last line', `${patch}\n`],
  ])('stays the same with %s', (_, other) => {
    expect(patchIdentity(other)).toBe(patchIdentity(patch));
  });

  it.each<[sentence: string, other: string]>([
    ['another context line', patch.replace(' context', ' other')],
    ['another blank', patch.replace('+new', '+new ')],
    ['another line end', patch.replace('+new', '+new\r')],
    ['a line added', patch.replace('+new', '+new\n+more')],
    ['a side changed', patch.replace('-x', '+x')],
    ['the end of file changed', patch.replace('\n\\ No newline at end of file', '')],
    ['one hunk less', patch.slice(0, patch.indexOf('@@ -9') - 1)],
    ['an added line that looks like a position', patch.replace('+new', '+@@ -1 +1 @@')],
  ])('changes with %s', (_, other) => {
    expect(patchIdentity(other)).not.toBe(patchIdentity(patch));
  });

  it('keeps added lines that look like positions as they are', () => {
    expect(patchIdentity('@@ -1 +1 @@\n-@@ -5 +5 @@\n+@@ -6 +6 @@')).toBe('@@\n-@@ -5 +5 @@\n+@@ -6 +6 @@');
  });

  it('has no digest without hunks: two binary files are not the same patch', () => {
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(hunkDigest('', sha256)).toBeNull();
    expect(hunkDigest('Binary files differ', sha256)).toBeNull();
    expect(hunkDigest(patch, sha256)).toBe(`sha256:${sha256(patchIdentity(patch))}`);
  });
});
