import { html } from 'hono/html';
import type { Issue } from '../state/pull-request.ts';
import type { World } from '../state/world.ts';
import { issueConversation } from './conversation.ts';
import type { Html } from './html.ts';
import { badge, icon, issueMark, when } from './marks.ts';
import { box, markdown, person } from './parts.ts';

/** One issue with its labels and everything written on it. */
export function issuePage(world: World, issue: Issue): Html {
  const head = html`${person(world, issue.authorId)} <span class="dim">opened this ${when(issue.createdAt)}</span>`;
  return html`<h1>${issue.title} <span class="number">#${issue.number}</span></h1>
<p class="row">${badge(issueMark(issue))} ${labels(issue)}</p>
${box(head, markdown(issue.body))}
${issueConversation(world, issue)}`;
}

/** An issue as one line of a list. */
export function issueLine(world: World, name: string, issue: Issue): Html {
  return html`<div class="row">${icon(issueMark(issue))} <a href="/ui/${name}/issues/${issue.number}"><strong>${issue.title}</strong></a>
<span class="dim">#${issue.number} by</span> ${person(world, issue.authorId)} <span class="dim">${when(issue.createdAt)}</span> ${labels(issue)}</div>`;
}

function labels(issue: Issue): readonly Html[] {
  return issue.labels.map((label) => html`<span class="tag">${label}</span>`);
}
