import { booleanAt, idAt, listAt, numberAt, textAt } from '../json-value.ts';
import { restPath, type Transport } from '../transport/transport.ts';
import { restPages } from './pages.ts';
import type { RepositoryName } from './repository-name.ts';

export interface ArtifactListed {
  readonly id: number;
  readonly name: string;
  /** Bytes of the archive. */
  readonly size: number;
  readonly expired: boolean;
  /** UTC. */
  readonly created_at: string;
  /** `sha256:...` of the archive where GitHub gives it. */
  readonly digest: string | null;
}

/** A run's artifacts of one name, newest first; null when they can't be read. */
export async function listArtifacts(
  transport: Transport,
  { owner, repo }: RepositoryName,
  run: number,
  name: string,
): Promise<readonly ArtifactListed[] | null> {
  const list = await restPages(transport, {
    template: '/repos/{owner}/{repo}/actions/runs/{run}/artifacts',
    values: { owner, repo, run, name },
    items: (data) => listAt(data, 'artifacts'),
    mostPages: 5,
  });
  if (!list.complete) return null;
  return list.items
    .flatMap((item): ArtifactListed[] => {
      const id = idAt(item, 'id');
      const created_at = textAt(item, 'created_at');
      if (id === null || created_at === null || textAt(item, 'name') !== name) return [];
      return [
        {
          id,
          name,
          size: numberAt(item, 'size_in_bytes') ?? 0,
          expired: booleanAt(item, 'expired') ?? false,
          created_at,
          digest: textAt(item, 'digest'),
        },
      ];
    })
    .sort((a, b) => b.id - a.id);
}

/** The archive's bytes, in memory only. Throws a `Fault`, also when there are more than `mostBytes`. */
export async function downloadArtifact(
  transport: Transport,
  { owner, repo }: RepositoryName,
  id: number,
  mostBytes: number,
): Promise<Uint8Array> {
  const path = restPath('/repos/{owner}/{repo}/actions/artifacts/{id}/zip', { owner, repo, id });
  const { data } = await transport.rest({ method: 'GET', path, bytes: mostBytes });
  return data instanceof Uint8Array ? data : new Uint8Array();
}
