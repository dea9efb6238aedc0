import type { PullRequestKey } from '../../reconcile/ports.ts';
import { readBatch } from './batch.ts';
import { idUsesOf, openPullRequests, openPullRequestsOf } from './facts/id-uses.ts';
import { asking } from './query/asking.ts';
import { unreadList } from './query/connection.ts';
import type { Marks, ReaderOptions } from './reader-options.ts';

/** Numbers of the other open pull requests whose gate says that they use one of the ids. Throws a `Fault`. */
export async function usersOfIds(
  { transport, app, marks }: Pick<ReaderOptions, 'transport' | 'app' | 'marks'>,
  key: PullRequestKey,
  ids: ReturnType<Marks['usesIn']>,
): Promise<readonly number[]> {
  const connection = openPullRequests(app, marks.gates[0] ?? '', true);
  const { lists } = await readBatch(asking(transport, key, 'ReadIdUses'), [], [connection]);
  const open = openPullRequestsOf(lists.get(connection.name) ?? unreadList, { app, externalId: marks.external_id });
  const search = {
    self: key.number,
    // Who shares the head is told as well: its check names the ids of both.
    headSha: '',
    change_ids: ids.map(({ change_id }) => change_id),
    bundle_ids: ids.flatMap(({ bundle_id }) => bundle_id ?? []),
  };
  const { list } = idUsesOf(open, search, ({ summary }) => (summary === null ? null : marks.usesIn(summary)));
  return [...new Set(list.flatMap(({ pull_request }) => pull_request ?? []))];
}
