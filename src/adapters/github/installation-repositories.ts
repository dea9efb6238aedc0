import { Fault } from '../fault.ts';
import { booleanAt, listAt, numberAt, textAt } from './json-value.ts';
import { restPages } from './rest/pages.ts';
import type { RepositoryName } from './rest/repository-name.ts';
import type { Transport } from './transport/transport.ts';

export interface InstalledRepository extends RepositoryName {
  readonly id: number;
  /** When anything was last pushed to it, UTC; null = never, or not told. */
  readonly pushed_at: string | null;
  /** Nothing can be written there. */
  readonly archived: boolean;
}

/** The repositories that an installation reaches, archived ones aside. Throws a `Fault`. */
export async function workableRepositories(transport: Transport): Promise<readonly InstalledRepository[]> {
  return (await installationRepositories(transport)).filter(({ archived }) => !archived);
}

/** All repositories that an installation reaches. Throws a `Fault`. */
export async function installationRepositories(transport: Transport): Promise<readonly InstalledRepository[]> {
  const list = await restPages(transport, {
    template: '/installation/repositories',
    values: {},
    items: (data) => listAt(data, 'repositories'),
    mostPages: 1_000,
  });
  if (!list.complete) {
    throw new Fault('github_answer_incomplete', {
      message: 'Not all repositories of the installation could be listed.',
    });
  }
  return list.items.flatMap((item) => {
    const [id, owner, repo] = [numberAt(item, 'id'), textAt(item, 'owner', 'login'), textAt(item, 'name')];
    if (id === null || owner === null || repo === null) return [];
    const archived = booleanAt(item, 'archived') === true;
    return [{ id, owner, repo, pushed_at: textAt(item, 'pushed_at'), archived }];
  });
}
