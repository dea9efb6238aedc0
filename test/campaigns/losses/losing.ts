import type { Sandbox } from '../../../src/sandbox/server.ts';
import type { Sample } from '../../../src/sandbox/seed/sample.ts';
import type { DeliveryFault } from '../../../src/sandbox/webhooks/delivery-plan.ts';
import { openJudgingWorld } from '../../support/judging.ts';
import { openRecoveringApp } from '../../support/recovering-app.ts';
import { facts } from '../orders/facts.ts';

/** How what GitHub tells of a fact is lost: it is never tried, or it is logged as failed. */
export type Loss = 'dropped' | 'failed';

/** Facts of which every delivery is lost, by their place in the scenario. */
export interface Losses {
  readonly lost: ReadonlySet<number>;
  readonly how: Loss;
}

export const events = facts.map(({ name }) => name);

/** Every choice of two. */
export const pairs: readonly (readonly [number, number])[] = facts.flatMap((_fact, one) =>
  facts.slice(one + 1).map((_other, index) => [one, one + 1 + index] as const),
);

const minute = 60_000;
const faults: Readonly<Record<Loss, DeliveryFault>> = {
  dropped: { kind: 'drop' },
  failed: { kind: 'fail', statusCode: 503 },
};

export interface Outcome {
  /** What people see after each sweep, and before the first. */
  readonly shown: readonly (readonly string[])[];
  readonly faults: readonly string[];
}

/** Plays the scenario with losses, then sweeps twice, ten minutes apart. */
export async function playWith({ lost, how }: Losses): Promise<Outcome> {
  const world = await openJudgingWorld();
  const app = await openRecoveringApp(world);
  try {
    // As at a start: a repository that was never seen is looked at whole.
    await app.sweep();
    for (const [index, fact] of facts.entries()) {
      if (lost.has(index)) world.sandbox.deliveryFaults.add({ fault: faults[how], times: 1_000 });
      await fact.happen(world.sandbox, world);
      await world.sandbox.settled();
      world.sandbox.deliveryFaults.clear();
      await app.work();
    }
    const shown = [shownBy(world.sandbox, world)];
    app.pass(2 * minute);
    for (let sweep = 0; sweep < 2; sweep += 1) {
      await app.sweep();
      shown.push(shownBy(world.sandbox, world));
      app.pass(10 * minute);
    }
    return { shown, faults: app.faults };
  } finally {
    await app.close();
  }
}

/** The newest check of each name on an open head, and our comments, without ids and times. */
function shownBy({ world }: Sandbox, { installed }: Sample): readonly string[] {
  const heads = new Set([...world.pullRequests.values()].map(({ head }) => head.sha));
  const own = [...world.checkRuns.values()].filter(
    ({ appId, headSha }) => appId === installed.app.id && heads.has(headSha),
  );
  const newest = new Map(own.map((run) => [`${run.headSha} ${run.name}`, run]));
  const checks = [...newest.values()].map(
    ({ name, status, conclusion, output }) =>
      `check ${name}: ${conclusion ?? status}, ${output.title}, ${timeless(output.summary ?? '')}`,
  );
  const comments = [...world.issueComments.values()]
    // Nobody is called for a moment that has passed.
    .filter(({ authorId, body }) => authorId === installed.app.botUserId && !body.includes('**Your turn'))
    .map(({ body }) => `comment ${timeless(body)}`);
  return [...checks, ...comments].toSorted((a, b) => (a < b ? -1 : 1));
}

function timeless(text: string): string {
  return text
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?Z?( UTC)?/g, 'TIME')
    .replaceAll(/[0-9a-f]{40,64}/g, 'DIGEST')
    .replaceAll(/\b[0-9a-f]{7}\b/g, 'SHORT')
    .replaceAll(/\b\d{4,}\b/g, 'ID')
    .replaceAll(/\s+/g, ' ');
}
