import type { Snapshot } from '../../../generated/types.ts';
import { at, idAt, listAt } from '../json-value.ts';
import { isFailed } from '../query/asking.ts';
import type { Piece, PieceAnswer } from '../query/piece.ts';
import { entryText, entryWithText } from './blob.ts';

/** GitHub takes the first that exists, on the base branch (github-checked rule 28). */
export const codeownersPlaces = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

export const codeownersPiece: Piece = {
  name: 'codeowners',
  place: 'baseCommit',
  selection: codeownersPlaces
    .map((path, index) => `owners${index}: file(path: "${path}") { ${entryWithText} }`)
    .join(' '),
  variables: {},
  keys: codeownersPlaces.map((_path, index) => `owners${index}`),
};

/** GitHub's own list of lines that it can't use. */
export function codeownersErrorsPiece(baseRef: string): Piece {
  return {
    name: 'codeownersErrors',
    place: 'repository',
    selection: 'codeowners(refName: $codeownersRef) { errors { line } }',
    variables: { codeownersRef: { type: 'String!', value: baseRef } },
    keys: ['codeowners'],
  };
}

/** A file whose errors could not be read has no text: its owners are unknown, not nobody. */
export function codeownersOf(
  files: PieceAnswer | undefined,
  errors: PieceAnswer | undefined,
): Snapshot['codeowners'] | 'unread' {
  if (files === undefined || isFailed(files) || files.errors.length > 0) return 'unread';
  for (const [index, path] of codeownersPlaces.entries()) {
    const found = entryText(at(files.values, `owners${index}`));
    if (found === null) continue;
    const known = errors !== undefined && !isFailed(errors) && errors.errors.length === 0;
    const error_lines = listAt(errors?.values, 'codeowners', 'errors').flatMap((error) => idAt(error, 'line') ?? []);
    return { path, blob: found.blob, text: known ? found.text : null, error_lines };
  }
  return null;
}
