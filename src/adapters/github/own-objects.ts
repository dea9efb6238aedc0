import type { Lookalike, Observation, OwnCheck } from '../../reconcile/ports.ts';
import type { OwnComment } from '../../reconcile/ports/thread.ts';
import type { Batch } from './batch.ts';
import type { CheckRunSeen, ChecksSeen } from './facts/checks.ts';
import { statusNodes } from './facts/statuses.ts';
import { type FreshWrites, merged } from './fresh-writes.ts';
import { textAt } from './json-value.ts';
import { unreadList } from './query/connection.ts';
import type { ReaderOptions } from './reader-options.ts';

type OwnObjects = Pick<Observation, 'own_checks' | 'sticky_comment' | 'lookalikes' | 'leans_on_memory'>;

/** Our own objects on the pull request, and what others made under the gate's name (github-checked rule 16). */
export function ownObjects(
  { app, marks }: ReaderOptions,
  first: Batch,
  checks: ChecksSeen,
  sticky: OwnComment | null,
  fresh: FreshWrites | null = null,
): OwnObjects {
  const isOurs = oursBy({ app, marks });
  const [gate] = marks.gates;
  // GitHub compares names without regard to case, and people don't see blanks at the ends.
  const isGate = (name: string | null): boolean => name?.trim().toLowerCase() === gate;
  const foreign = checks.list.filter((check) => isGate(check.name) && !isOurs(check));
  const statuses = statusNodes(first.lists.get('rollup') ?? unreadList);
  const lookalikes: Lookalike[] = [
    ...foreign.map((check): Lookalike => ({ kind: 'check', made_by: check.app.slug })),
    ...statuses
      .filter((status) => isGate(textAt(status, 'context')))
      .map((status): Lookalike => ({ kind: 'status', made_by: textAt(status, 'creator', 'login') ?? 'nobody' })),
  ];
  const shown = checks.list.filter(isOurs).map(ownCheck);
  const own = merged<OwnCheck>(shown, fresh?.checks ?? [], ({ external_id }) => external_id);
  const written = fresh?.comment === null || fresh === null ? [] : [fresh.comment];
  const comments = merged<OwnComment>(sticky === null ? [] : [sticky], written, ({ body }) => body);
  return {
    own_checks: own.list.toSorted((a, b) => a.id - b.id),
    sticky_comment: comments.list[0] ?? null,
    leans_on_memory: own.leaned || comments.leaned,
    lookalikes: once(lookalikes),
  };
}

function once(lookalikes: readonly Lookalike[]): readonly Lookalike[] {
  if (lookalikes.length < 2) return lookalikes;
  return [...new Map(lookalikes.map((one) => [`${one.kind} ${one.made_by}`, one])).values()];
}

/** Whether a check run is ours: by its app, and by the beginning of its external id. */
export function oursBy({ app, marks }: Pick<ReaderOptions, 'app' | 'marks'>): (check: CheckRunSeen) => boolean {
  return (check) =>
    (typeof app === 'number' ? check.app.id === app : check.app.slug === app) &&
    check.external_id.startsWith(marks.external_id);
}

function ownCheck(check: CheckRunSeen): OwnCheck {
  const { node_id, id, name, external_id, status, conclusion, started_at, url } = check;
  return { node_id, id, name, external_id, status, conclusion, started_at, url };
}
