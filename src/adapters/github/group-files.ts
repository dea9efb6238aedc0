import { textAt, at } from './json-value.ts';
import { type Ask, isFailed } from './query/asking.ts';
import type { Piece, PieceAnswer } from './query/piece.ts';

/** A file at a commit. */
export interface FilePlace {
  readonly commit: string;
  readonly path: string;
}

export interface FileSeen {
  /** null = there is no file. */
  readonly blob: string | null;
  /** null = binary, cut, or not there. */
  readonly text: string | null;
}

/** Blobs by commit and path, all in one request; a missing entry could not be read. */
export async function readFiles(
  ask: Ask,
  files: readonly (FilePlace & { readonly text: boolean })[],
): Promise<(place: FilePlace) => FileSeen | null> {
  const once = [...new Map(files.map((file) => [keyOf(file), file])).entries()];
  const pieces = once.map(([, file], index) => filePiece(file, index));
  const answers = await ask(pieces);
  const seen = new Map<string, FileSeen>();
  for (const [index, [key]] of once.entries()) {
    const found = fileOf(`groupFile${index}`, answers.get(`groupFile${index}`));
    if (found !== null) seen.set(key, found);
  }
  return (place) => seen.get(keyOf(place)) ?? null;
}

function keyOf({ commit, path }: FilePlace): string {
  return `${commit}:${path}`;
}

function filePiece({ text, ...place }: FilePlace & { readonly text: boolean }, index: number): Piece {
  const name = `groupFile${index}`;
  const selection = text ? '... on Blob { oid isBinary isTruncated text }' : '... on Blob { oid }';
  return {
    name,
    place: 'repository',
    selection: `${name}: object(expression: $${name}) { ${selection} }`,
    variables: { [name]: { type: 'String!', value: keyOf(place) } },
    keys: [name],
  };
}

function fileOf(name: string, answer: PieceAnswer | undefined): FileSeen | null {
  if (answer === undefined || isFailed(answer)) return null;
  const object = at(answer.values, name);
  if (object === null) return answer.errors.length > 0 ? null : { blob: null, text: null };
  const isWhole = at(object, 'isBinary') === false && at(object, 'isTruncated') === false;
  return { blob: textAt(object, 'oid'), text: isWhole ? textAt(object, 'text') : null };
}
