import type { PolicySource } from '../../../generated/types.ts';
import { at, textAt } from '../json-value.ts';
import type { Piece, PieceAnswer } from '../query/piece.ts';
import { entryText, entryWithText } from './blob.ts';

export const policyPath = '.github/rollout-gate.yml';

/** The policy of the default branch: the only place it is ever read from (github-facts T19). */
export const policyPiece: Piece = {
  name: 'policy',
  place: 'defaultCommit',
  selection: `oid policy: file(path: "${policyPath}") { ${entryWithText} }`,
  variables: {},
  keys: ['oid', 'policy'],
};

export function policyOf(repository: string, { values }: PieceAnswer): PolicySource | null {
  const commit = textAt(values, 'oid');
  const entry = at(values, 'policy');
  const blobId = textAt(entry, 'oid');
  if (commit === null || blobId === null) return null;
  // A folder or submodule in the policy's place is a policy that can't be read, never no policy.
  const text = entryText(entry)?.text ?? null;
  return { repository, path: policyPath, commit, blob: blobId, text };
}
