import { html } from 'hono/html';
import { mergeQueueOf } from '../effects/merge-rules.ts';
import type { Ending } from '../state/merge-queue.ts';
import { queueOf } from '../state/queries.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import type { Html } from './html.ts';
import { when } from './marks.ts';
import { checkLines, commitLink, list, person } from './parts.ts';

const endings: Readonly<Record<Ending, string>> = {
  merged: 'merged',
  invalidated: 'built anew',
  dequeued: 'taken out of the queue',
};

/** The merge queue of a branch: what waits in it, and the groups that were tested, the newest first. */
export function mergeQueuePage(world: World, repository: Repository, name: string, branch: string): Html {
  const waiting = queueOf(world, repository.id, branch).map(({ pullId, enqueuerId, enqueuedAt, group }) => {
    const tested = group === null ? html`<div class="dim">not built yet</div>` : groupOf(group.headSha);
    return html`${pullLink(pullId)} <span class="dim">put in by</span> ${person(world, enqueuerId)} ${when(enqueuedAt)}${tested}`;
  });
  const ended = world.endedMergeGroups
    .filter(({ repositoryId, baseRef }) => repositoryId === repository.id && baseRef === branch)
    .toReversed()
    .map(
      ({ pullId, headSha, ending, endedAt }) =>
        html`${pullLink(pullId)} <span class="dim">${endings[ending]} ${when(endedAt)}</span>${groupOf(headSha)}`,
    );

  function pullLink(id: number): Html {
    const pull = world.pullRequests.get(id);
    return html`<a href="/ui/${name}/pull/${pull?.number}"><strong>${pull?.title}</strong></a> <span class="dim">#${pull?.number}</span>`;
  }

  function groupOf(sha: string): Html {
    const checks = checkLines(world, name, repository.id, sha);
    return html`<div class="dim">tested as ${commitLink(name, sha)}</div>${checks}`;
  }

  const none = mergeQueueOf(world, repository, branch) === null ? 'No ruleset asks for a queue.' : 'Nobody waits.';
  return html`<h1>Merge queue of <span class="code">${branch}</span></h1>
${list('In the queue, the next to merge first', waiting, none)}
${list('Tested, the newest first', ended, 'None yet.')}`;
}
