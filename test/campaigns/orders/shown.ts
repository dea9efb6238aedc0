import { createHash } from 'node:crypto';
import type { Sandbox } from '../../../src/sandbox/server.ts';
import type { Sample } from '../../../src/sandbox/seed/sample.ts';

/**
 * What people see of us in the end: of each head the newest check of a name, the comments, who is asked. How it came to be
 * (an older run under a newer one) may differ from order to order, so it is left out.
 */
export function shownBy({ world }: Sandbox, { installed }: Sample): readonly string[] {
  const own = [...world.checkRuns.values()].filter(({ appId }) => appId === installed.app.id);
  const newest = new Map(own.toSorted((a, b) => a.id - b.id).map((run) => [`${run.headSha} ${run.name}`, run]));
  const heads = new Set([...world.pullRequests.values()].map(({ head }) => head.sha));
  const checks = [...newest.values()]
    .filter(({ headSha }) => heads.has(headSha))
    .map(
      ({ name, status, conclusion, output }) =>
        `${name}: ${conclusion ?? status}, ${output.title}, ${visible(output.summary ?? '')}`,
    );
  const comments = [...world.issueComments.values()]
    .filter(({ authorId }) => authorId === installed.app.botUserId)
    .map(({ body }) => `comment: ${visible(body)}`);
  return [...checks, ...comments].toSorted((a, b) => (a < b ? -1 : 1));
}

/** Marks of ours are no matter of people; ids and times of objects that we make differ with the order. */
function visible(text: string): string {
  return text.replaceAll(/<!--[\s\S]*?-->/g, '').replaceAll(/\s+/g, ' ');
}

/** Everything that later work could depend on: all of our objects with their marks, and who is asked. */
export function stateOf({ world }: Sandbox, { installed }: Sample): string {
  const own = [...world.checkRuns.values()]
    .filter(({ appId }) => appId === installed.app.id)
    .map(({ headSha, name, externalId, status, conclusion }) => [headSha, name, externalId, status, conclusion]);
  const comments = [...world.issueComments.values()]
    .filter(({ authorId }) => authorId === installed.app.botUserId)
    .map(({ body }) => body);
  const asked = [...world.pullRequests.values()].map((pull) => [pull.requestedReviewerIds, pull.requestedTeamIds]);
  return createHash('sha256')
    .update(JSON.stringify([own, comments, asked], sets))
    .digest('hex');
}

function sets(_key: string, value: unknown): unknown {
  return value instanceof Set ? [...value] : value;
}
