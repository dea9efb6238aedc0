import type { AppFact, InstallationFact } from '../../../core/doctor/facts.ts';
import { Fault } from '../../fault.ts';
import { levelsIn } from '../health/app-health.ts';
import { at, idAt, listAt, textAt } from '../json-value.ts';
import { restPages } from '../rest/pages.ts';
import { restPath, type Transport } from '../transport/transport.ts';

/** One installation of the App. */
export interface Installation extends InstallationFact {
  readonly id: number;
}

/** All installations, suspended ones too, asked as the App. Throws a `Fault` rather than leave one out. */
export async function installationsOf(asApp: Transport): Promise<readonly Installation[]> {
  const list = await restPages(asApp, {
    template: '/app/installations',
    values: {},
    items: (data) => (Array.isArray(data) ? (data as readonly unknown[]) : []),
    mostPages: 1_000,
  });
  if (!list.complete) {
    throw new Fault('github_answer_incomplete', { message: 'Not all installations of the App could be listed.' });
  }
  return list.items.flatMap((item) => {
    const id = idAt(item, 'id');
    return id === null ? [] : [{ id, ...factIn(item) }];
  });
}

/** One installation, asked as the App. Throws a `Fault`, `github_not_found` where it is gone. */
export async function installationFact(asApp: Transport, installation_id: number): Promise<InstallationFact> {
  const path = restPath('/app/installations/{installation_id}', { installation_id });
  return factIn((await asApp.rest({ method: 'GET', path })).data);
}

function factIn(item: unknown): InstallationFact {
  return { suspended: textAt(item, 'suspended_at') !== null, permissions: levelsIn(at(item, 'permissions')) };
}

/** What the App may and is told, asked as the App. Throws a `Fault`. */
export async function appFact(asApp: Transport, id: number): Promise<Omit<AppFact, 'installation'>> {
  const { data } = await asApp.rest({ method: 'GET', path: '/app' });
  const events = listAt(data, 'events').flatMap((event) => (typeof event === 'string' ? [event] : []));
  return { id, permissions: levelsIn(at(data, 'permissions')), events };
}
