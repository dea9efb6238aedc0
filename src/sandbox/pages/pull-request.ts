import { html } from 'hono/html';
import type { PullRequest } from '../state/pull-request.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { pullDifference } from '../views/pull-request.ts';
import { runOutput } from './check-run.ts';
import { conversation } from './conversation.ts';
import { filesChanged } from './files-changed.ts';
import type { Html } from './html.ts';
import { badge, icon, pullMark, runMark, when } from './marks.ts';
import { mergeBox } from './merge-box.ts';
import { box, markdown, person, shownChecks } from './parts.ts';

/** One pull request on one page: conversation, merge box, checks in full, files with annotations. */
export function pullRequestPage(world: World, repository: Repository, name: string, pull: PullRequest): Html {
  const { files, commits } = pullDifference(world, pull);
  const { runs } = shownChecks(world, repository.id, pull.head.sha);
  const notes = runs.flatMap((run) => run.annotations.map((annotation) => ({ run, annotation })));
  const head = html`${person(world, pull.authorId)} <span class="dim">opened this ${when(pull.createdAt)}</span>`;
  return html`<h1>${pull.title} <span class="number">#${pull.number}</span></h1>
<p class="row">${badge(pullMark(pull))} ${person(world, pull.authorId)} <span class="dim">wants to merge ${counted(commits.length, 'commit')} into</span>
<span class="code branch">${pull.base.ref}</span> <span class="dim">from</span> <span class="code branch">${pull.head.ref}</span>
${pull.labels.map((label) => html`<span class="tag">${label}</span>`)}</p>
<p class="row"><a href="#checks">${counted(runs.length, 'check')}</a> <a href="#files">${counted(files.length, 'file')} changed</a>
<a href="#merge">Merge box</a></p>
<div class="columns"><div>
${box(head, markdown(pull.body))}
${conversation(world, name, pull, commits)}
</div><div>
${mergeBox(world, repository, name, pull)}
${reviewersBox(world, pull)}
</div></div>
<h2 id="checks">Checks</h2>
${runs.length === 0 ? html`<p class="dim">No checks were reported for this commit.</p>` : ''}
${runs.map(
  (run) => html`<details open><summary>${icon(runMark(run))} <strong>${run.name}</strong>
<span class="dim">${runMark(run).word}</span> <a href="/ui/${name}/runs/${run.id}">page</a></summary>${runOutput({ ...run, annotations: [] })}</details>`,
)}
<h2 id="files">Files changed</h2>
${filesChanged(files, notes)}`;
}

function reviewersBox(world: World, pull: PullRequest): Html {
  const asked = [
    ...pull.requestedReviewerIds.map((id) => person(world, id)),
    ...pull.requestedTeamIds.map((id) => html`<strong>${world.teams.get(id)?.name ?? 'a team'}</strong>`),
  ];
  const entries = asked.map((who) => html`<li>${icon({ tone: 'wait', sign: '●', word: 'requested' })} ${who}</li>`);
  return html`<section class="box"><header>Reviews asked for</header><ul>${
    entries.length === 0 ? html`<li class="dim">None.</li>` : entries
  }</ul></section>`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
