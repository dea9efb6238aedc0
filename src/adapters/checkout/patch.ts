import { hunkDigest } from '../../core/change/patch/identity.ts';
import type { Sha256 } from '../../core/judgement.ts';
import type { PatchFact } from '../../generated/types.ts';
import { type Difference, diffTree } from './difference.ts';
import { git } from './git.ts';

/** A comparison on GitHub lists as many files. */
const mostFiles = 300;

/** The patch from where the head left the base to the head, by digests, as the reader of GitHub makes it. */
export async function patchOf(
  folder: string,
  { exact, files }: Difference,
  [from, to]: readonly [from: string, to: string],
  sha256: Sha256,
): Promise<PatchFact> {
  const texts = files.length > mostFiles ? [] : await patchTexts(folder, from, to);
  // One part for each file, in the same order; a change of type has two, and then nothing is told of any.
  const fits = texts.length === files.length;
  const list = files.map(({ path, previous_path, base_blob, head_blob, head_mode }, index) => {
    const text = fits ? (texts[index] ?? '') : '';
    return { path, previous_path, patch: hunkDigest(text, sha256), base_blob, head_blob, head_mode };
  });
  return { sha: to, complete: exact && fits, files: list.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** Git's text for each file. Lines of a hunk begin with a blank, +, - or \, so only a file's header begins with "diff". */
async function patchTexts(folder: string, from: string, to: string): Promise<readonly string[]> {
  const args = [...diffTree, '--patch', '--unified=3', '--inter-hunk-context=0', '--no-color', from, to];
  const text = (await git({ folder, args })).toString('utf8');
  return text === '' ? [] : text.split(/^(?=diff --git )/m);
}
