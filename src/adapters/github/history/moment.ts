import { idAt, textAt } from '../json-value.ts';
import type { CheckRunSeen, ChecksSeen } from '../facts/checks.ts';
import type { Collected } from '../query/connection.ts';

/**
 * The lists of a pull request as they were at a moment: what came later is left out, and an approval that was dismissed
 * later stands. Where GitHub shows the newest only and that is later, the list is incomplete: what stood there is gone.
 */
export function listsAt(lists: ReadonlyMap<string, Collected>, moment: Date): ReadonlyMap<string, Collected> {
  const timeline = lists.get('timeline') ?? none;
  return new Map(
    [...lists].map(([name, list]) => {
      switch (name) {
        case 'reviews':
          return [name, reviewsAt(list, timeline, moment)];
        case 'timeline':
        case 'comments':
          return [name, { ...list, nodes: list.nodes.filter((node) => wasBy(textAt(node, 'createdAt'), moment)) }];
        case 'rollup':
          return [name, statusesAt(list, moment)];
        default:
          return [name, list];
      }
    }),
  );
}

const none: Collected = { complete: false, total: null, nodes: [] };

function reviewsAt(reviews: Collected, timeline: Collected, moment: Date): Collected {
  let complete = reviews.complete;
  const nodes = reviews.nodes
    .filter((node) => wasBy(textAt(node, 'submittedAt'), moment))
    .map((node) => {
      if (textAt(node, 'state') !== 'DISMISSED') return node;
      const dismissal = timeline.nodes.find(
        (event) =>
          textAt(event, '__typename') === 'ReviewDismissedEvent' &&
          idAt(event, 'review', 'fullDatabaseId') === idAt(node, 'fullDatabaseId'),
      );
      // Nobody knows when: it may have stood.
      if (dismissal === undefined) complete = false;
      return dismissal === undefined || wasBy(textAt(dismissal, 'createdAt'), moment)
        ? node
        : withState(node, textAt(dismissal, 'previousReviewState'));
    });
  return { ...reviews, complete, nodes };
}

function withState(node: unknown, state: string | null): unknown {
  return typeof node === 'object' ? { ...node, state } : node;
}

/** Of each context GitHub shows the newest status only. */
function statusesAt(rollup: Collected, moment: Date): Collected {
  const nodes = rollup.nodes.filter(
    (node) => textAt(node, '__typename') !== 'StatusContext' || wasBy(textAt(node, 'createdAt'), moment),
  );
  return { ...rollup, complete: rollup.complete && nodes.length === rollup.nodes.length, nodes };
}

/** Check runs as they were: one that ended later was running, and so was its suite. */
export function checksAt({ complete, since, list }: ChecksSeen, moment: Date): ChecksSeen {
  const runs = list.filter(({ started_at }) => started_at === null || wasBy(started_at, moment));
  const isRunning = ({ status, completed_at }: CheckRunSeen): boolean =>
    status !== 'completed' || !wasBy(completed_at, moment);
  const runningSuites = new Set(runs.filter(isRunning).map(suiteOf));
  return {
    complete,
    since,
    list: runs.map((run) => ({
      ...run,
      ...(isRunning(run) ? { status: 'in_progress', conclusion: null, completed_at: null } : {}),
      suite: runningSuites.has(suiteOf(run)) ? { ...run.suite, status: 'in_progress', conclusion: null } : run.suite,
    })),
  };
}

/** Runs of a workflow belong together; a run of an app's own stands alone. */
function suiteOf({ id, suite }: CheckRunSeen): string {
  return suite.run === null ? `check ${id}` : `run ${suite.run.id}`;
}

/** A time that isn't told was before nothing. */
function wasBy(time: string | null, moment: Date): boolean {
  return time !== null && Date.parse(time) <= moment.getTime();
}
