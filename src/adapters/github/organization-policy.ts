import type { PolicySource } from '../../generated/types.ts';
import { Fault, faultOf } from '../fault.ts';
import { blobPiece, blobText } from './facts/blob.ts';
import { asking, isFailed } from './query/asking.ts';
import type { Transport } from './transport/transport.ts';

/** A file at a commit, as the operator named it. */
export interface PinnedFile {
  readonly owner: string;
  readonly repo: string;
  readonly commit: string;
  readonly path: string;
}

/** Answers an organisation's defaults; asks GitHub the first time. */
export type OrganizationPolicy = () => Promise<PolicySource>;

/**
 * Reads the organisation's defaults once for all judgements: a file at a commit never changes. One that isn't there or may
 * not be read has the text null, so that nothing is judged without it, and is asked for again by the next judgement. Throws a
 * `Fault` when GitHub doesn't tell.
 */
export function organizationPolicy(file: PinnedFile, open: () => Promise<Transport>): OrganizationPolicy {
  let known: Promise<PolicySource> | null = null;
  return async () => {
    const asked = (known ??= read(file, open));
    try {
      const source = await asked;
      if (source.text === null && known === asked) known = null;
      return source;
    } catch (error) {
      if (known === asked) known = null;
      throw error;
    }
  };
}

async function read(file: PinnedFile, open: () => Promise<Transport>): Promise<PolicySource> {
  const { owner, repo, commit, path } = file;
  const piece = blobPiece('organizationPolicy', commit, path);
  const source = { repository: `${owner}/${repo}`, path, commit };
  try {
    const ask = asking(await open(), { owner, repo, number: 0 }, 'ReadOrganizationPolicy');
    const answer = (await ask([piece])).get(piece.name);
    if (answer === undefined || isFailed(answer)) {
      throw new Fault('github_answer_incomplete', { message: "The organisation's policy could not be read." });
    }
    const found = blobText(answer.values[piece.name]);
    return { ...source, blob: found?.blob ?? '', text: found?.text ?? null };
  } catch (error) {
    if (!refusals.includes(faultOf(error).code)) throw error;
    return { ...source, blob: '', text: null };
  }
}

/** GitHub's word that it isn't there for this token: asking again at once changes nothing. */
const refusals: readonly string[] = ['github_not_found', 'github_forbidden'];
