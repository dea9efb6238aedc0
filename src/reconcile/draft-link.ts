import type { DraftFile } from '../generated/types.ts';
import type { DraftLink } from '../report/check/way.ts';
import type { Observation } from './ports.ts';

/** Characters of an address that GitHub and browsers take without trouble. */
const mostCharacters = 6_000;
/** Characters of all addresses of one output: a check run has 65,535 bytes, and the capsule needs them too. */
const mostTogether = 8_000;

/**
 * Where the drafted files can be opened: GitHub's page of a new file with the text filled in, or its editor for a file that
 * is there already (which takes no text). null where the head branch isn't in this repository, or the address were too long.
 * Branch and path are untrusted: every segment is encoded, so that an address stays one path on the repository's own page.
 */
export function draftLink(
  drafts: readonly DraftFile[],
  { repository_url, head_branch }: Pick<Observation, 'repository_url' | 'head_branch'>,
): DraftLink | null {
  if (head_branch === null || repository_url === '' || drafts.length === 0) return null;
  let known: ReadonlyMap<string, string> | null = null;
  // Not before one is asked for: most texts show none, or ask for the same in the check and in the comment.
  return ({ path }) => (known ??= addressesOf(drafts, `${repository_url}/`, segments(head_branch))).get(path) ?? null;
}

function addressesOf(drafts: readonly DraftFile[], root: string, branch: string): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  let together = 0;
  for (const draft of drafts) {
    const address = addressOf(draft, root, branch);
    if (address.length >= mostCharacters || together + address.length > mostTogether) continue;
    together += address.length;
    addresses.set(draft.path, address);
  }
  return addresses;
}

function addressOf({ path, text, replaces }: DraftFile, root: string, branch: string): string {
  if (replaces) return `${root}edit/${branch}/${segments(path)}`;
  return `${root}new/${branch}?filename=${encoded(path)}&value=${encoded(text)}`;
}

/** A segment of dots alone would be taken as a way up; git allows none. */
function segments(name: string): string {
  return name
    .split('/')
    .map((segment) => (/^\.+$/.test(segment) ? segment.replaceAll('.', '%252E') : encoded(segment)))
    .join('/');
}

/** As RFC 3986 has it: `encodeURIComponent` leaves marks that mean something in Markdown. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*~]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
