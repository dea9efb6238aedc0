import type { PatchFact } from '../../generated/types.ts';
import { at, numberAt } from './json-value.ts';
import { asking } from './query/asking.ts';
import type { Piece, PieceAnswer, Target } from './query/piece.ts';
import { isOneFactOnly } from './rest/pages.ts';
import type { Transport } from './transport/transport.ts';

/** Files of one part of a request, and parts of one request. */
const mostFiles = 100;
const mostParts = 3;

/** Some files of one commit. */
interface Part {
  readonly sha: string;
  readonly paths: readonly string[];
  readonly piece: Piece;
}

/** Whether nothing of a patch's modes is left to be told. */
export function isWithModes({ files }: PatchFact): boolean {
  return files.every(({ head_mode }) => head_mode !== null);
}

/** Patches with the modes of their files at their commits; one that is not told stays null. */
export async function withModes(
  transport: Transport,
  target: Target,
  patches: readonly PatchFact[],
): Promise<readonly PatchFact[]> {
  const parts = partsOf(patches);
  const modes = new Map<string, string>();
  const ask = asking(transport, target, 'ReadModes');
  for (let from = 0; from < parts.length; from += mostParts) {
    const some = parts.slice(from, from + mostParts);
    try {
      const answers = await ask(some.map(({ piece }) => piece));
      for (const part of some) take(part, answers.get(part.piece.name), modes);
    } catch (error) {
      if (!isOneFactOnly(error)) throw error;
    }
  }
  return patches.map((patch) => ({
    ...patch,
    files: patch.files.map((file) => ({
      ...file,
      head_mode: file.head_mode ?? modes.get(keyOf(patch.sha, file.path)) ?? null,
    })),
  }));
}

function partsOf(patches: readonly PatchFact[]): readonly Part[] {
  const parts: Part[] = [];
  for (const { sha, files } of patches) {
    const paths = files.flatMap(({ path, head_mode }) => (head_mode === null ? [path] : []));
    for (let from = 0; from < paths.length; from += mostFiles) {
      const some = paths.slice(from, from + mostFiles);
      parts.push({ sha, paths: some, piece: pieceOf(sha, some, parts.length) });
    }
  }
  return parts;
}

function pieceOf(sha: string, paths: readonly string[], index: number): Piece {
  const name = `modes${index}`;
  const files = paths.map((_, at) => `file${at}: file(path: $${name}path${at}) { mode }`);
  const variables = paths.map((path, at) => [`${name}path${at}`, { type: 'String!', value: path }] as const);
  return {
    name,
    place: 'repository',
    selection: `${name}: object(oid: $${name}) { ... on Commit { ${files.join(' ')} } }`,
    variables: { [name]: { type: 'GitObjectID!', value: sha }, ...Object.fromEntries(variables) },
    keys: [name],
  };
}

/** GraphQL tells a mode as a number. */
function take({ sha, paths, piece }: Part, answer: PieceAnswer | undefined, modes: Map<string, string>): void {
  for (const [index, path] of paths.entries()) {
    const mode = numberAt(at(answer?.values, piece.name), `file${index}`, 'mode');
    if (mode !== null) modes.set(keyOf(sha, path), mode.toString(8).padStart(6, '0'));
  }
}

function keyOf(sha: string, path: string): string {
  return `${sha}:${path}`;
}
