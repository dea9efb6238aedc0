import type { Person } from '../../../generated/types.ts';
import { at, idAt, textAt } from '../json-value.ts';
import { distinct } from '../facts/person.ts';
import type { Transport } from '../transport/transport.ts';
import { restPages } from './pages.ts';
import { repositoryName } from './repository-name.ts';

export interface BranchActivity {
  /** Whether the head stands where the newest move of the branch put it, and that one's person is known. */
  readonly head_known: boolean;
  readonly people: readonly Person[];
  /** Whether the log could not be read for now: asked again, it may tell. */
  readonly unread: boolean;
}

/** Nobody pushes 500 times to one pull request; who does waits. */
const mostPages = 5;

/** Who pushed to a branch, by the repository's activity (github-checked rule 26). */
export async function readActivity(
  transport: Transport,
  head: { readonly repository: string; readonly ref: string; readonly sha: string },
  since: string,
): Promise<BranchActivity> {
  const name = repositoryName(head.repository);
  if (name === null) return { head_known: false, people: [], unread: false };
  const list = await restPages(transport, {
    template: '/repos/{owner}/{repo}/activity',
    values: { ...name, ref: `refs/heads/${head.ref}` },
    items: (data) => (Array.isArray(data) ? (data as readonly unknown[]) : []),
    mostPages,
  });
  // Newest first. What is older than the pull request only matters if it made the head.
  const pushes = list.items.filter(
    (entry) => (textAt(entry, 'timestamp') ?? '') >= since || textAt(entry, 'after') === head.sha,
  );
  const [newest] = list.items;
  // An earlier move to the same commit says nothing: it was taken off the branch since, and the log lags.
  const made = textAt(newest, 'after') === head.sha && actorOf(newest) !== null;
  const oldest = textAt(list.items.at(-1), 'timestamp') ?? '';
  // Somebody who pushed and isn't on the pages could approve their own work.
  const isWhole = list.complete || (oldest !== '' && oldest < since);
  const unread = list.fault?.retryable === true;
  return { head_known: isWhole && made, people: distinct(pushes.map(actorOf)), unread };
}

/** Who did it; null = gone. */
export function actorOf(entry: unknown): Person | null {
  const actor = at(entry, 'actor');
  const id = idAt(actor, 'id');
  const login = textAt(actor, 'login');
  if (id === null || login === null) return null;
  return { id, login, type: textAt(actor, 'type') === 'Bot' ? 'Bot' : 'User' };
}
