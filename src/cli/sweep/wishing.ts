import { Fault } from '../../adapters/fault.ts';
import type { RepositoryName } from '../../adapters/github/rest/repository-name.ts';
import type { InboxCounts, Wish } from '../../reconcile/ports/inbox.ts';
import { firstSweeps, repositorySweeps } from '../../reconcile/schedule.ts';
import type { Settings } from '../../settings/settings.ts';
import { installedAt, openAppAccess } from './app-access.ts';

/** The sweeps that are due now, by key, and what waits in the store with them. */
export interface Wished {
  readonly sweeps: readonly string[];
  readonly waiting: Pick<InboxCounts, 'deliveries' | 'work'>;
}

/** Makes the sweeps due, of all that the App reaches (null) or of one repository. Throws a `Fault`. */
export async function wishSweeps(name: RepositoryName | null, settings: Settings, now: Date): Promise<Wished> {
  const path = settings.storePath;
  const { lookIntoStore } = await import('../../adapters/store/look.ts');
  const looked = await lookIntoStore(path, now.getTime());
  // A store that is made here would be one that no App uses; an older one may be in use by an older App.
  if (looked === null) throw noStore(path);
  if (looked === 'older') throw olderStore(path);
  const wishes = name === null ? firstSweeps() : await sweepsOf(name, settings);
  const { openInbox } = await import('../../adapters/store/sqlite-inbox.ts');
  const inbox = openInbox(path);
  try {
    await inbox.wish(wishes, now.getTime());
    const { deliveries, work } = await inbox.counts(now.getTime());
    return { sweeps: wishes.map(({ key }) => key), waiting: { deliveries, work } };
  } finally {
    inbox.close();
  }
}

async function sweepsOf(name: RepositoryName, settings: Settings): Promise<readonly Wish[]> {
  const { installed, repository } = await installedAt(await openAppAccess(settings), name);
  const { id, owner, repo, archived } = repository;
  if (archived) throw new Fault('github_not_found', { message: `${owner}/${repo} is archived.` });
  return repositorySweeps({ owner, repo }, { installationId: installed.id, repositoryId: id });
}

function noStore(path: string): Fault {
  return new Fault('store_unusable', {
    message: `There is no store at ${path}: an App that starts with none sweeps at its start.`,
  });
}

/** The App's program brings it up to date; nobody else does. */
export function olderStore(path: string): Fault {
  return new Fault('store_unusable', {
    message: `The store at ${path} is of an older program: start the App once, which brings it up to date.`,
  });
}
