import { Fault } from '../../fault.ts';
import { idAt, textAt } from '../json-value.ts';
import { restPages } from '../rest/pages.ts';
import type { Transport } from '../transport/transport.ts';

/** Ids of the App's installations that are not suspended, asked as the App. Throws a `Fault` rather than leave one out. */
export async function activeInstallations(asApp: Transport): Promise<readonly number[]> {
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
    return id === null || textAt(item, 'suspended_at') !== null ? [] : [id];
  });
}
