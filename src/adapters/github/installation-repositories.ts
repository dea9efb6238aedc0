import { Fault } from '../fault.ts';
import { booleanAt, listAt, numberAt, textAt } from './json-value.ts';
import { restPages } from './rest/pages.ts';
import type { RepositoryName } from './rest/repository-name.ts';
import type { Transport } from './transport/transport.ts';

export interface InstalledRepository extends RepositoryName {
  readonly id: number;
  /** When anything was last pushed to it, UTC; null = never, or not told. */
  readonly pushed_at: string | null;
}

/** The repositories that an installation reaches, archived ones aside: nothing can be written there. Throws a `Fault`. */
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
    if (id === null || owner === null || repo === null || booleanAt(item, 'archived') === true) return [];
    return [{ id, owner, repo, pushed_at: textAt(item, 'pushed_at') }];
  });
}
