import type { RepositoryKey } from './ports/default-branch.ts';
import type { ClosedIncident, ClosedIncidentPage, OpenPullRequestReader } from './ports/open-pull-requests.ts';

/** Pages of closed incidents that are looked at in one go, besides the first: the last changed come first. */
const mostPages = 5;

/**
 * The closed incidents that changed after a moment, milliseconds since the epoch: somebody may have closed one whose hold
 * stands, or changed its record, and the word of it got lost. Throws what the port throws.
 */
export async function closedSince(
  reader: Pick<OpenPullRequestReader, 'closedIncidents'>,
  key: RepositoryKey,
  first: ClosedIncidentPage,
  since: number,
): Promise<readonly ClosedIncident[]> {
  const found: ClosedIncident[] = [];
  let page = first;
  for (let pages = 0; ; pages += 1) {
    const changed = page.list.filter(({ updated }) => updated > since);
    found.push(...changed);
    if (page.next === null || changed.length < page.list.length || pages === mostPages) return found;
    page = await reader.closedIncidents(key, page.next);
  }
}
