import { html } from 'hono/html';
import type { CheckRun } from '../state/check.ts';
import type { World } from '../state/world.ts';
import { annotationView } from './files-changed.ts';
import type { Html } from './html.ts';
import { badge, runMark, when } from './marks.ts';
import { markdown, sha } from './parts.ts';

/** A check run as its page on GitHub shows it: title, summary, text, annotations, buttons. */
export function checkRunPage(world: World, run: CheckRun, pulls: readonly Html[]): Html {
  const mark = runMark(run);
  const app = world.apps.get(run.appId);
  return html`<h1>${run.name}</h1>
<p class="row">${badge(mark)} <span class="dim">by ${app?.name ?? 'an app'} on</span> ${sha(run.headSha)}
<span class="dim">started ${when(run.startedAt)}${run.completedAt === null ? '' : html`, completed ${when(run.completedAt)}`}</span></p>
${pulls.length === 0 ? '' : html`<p>${pulls}</p>`}
${runOutput(run)}
${run.actions.length === 0 ? '' : html`<p class="row">${run.actions.map((action) => html`<span class="tag" title="${action.description}">${action.label}</span>`)}</p>`}
<p class="dim">external id <span class="code">${run.externalId ?? '–'}</span></p>`;
}

export function runOutput(run: CheckRun): Html {
  return html`<section class="box"><header><strong>${run.output.title ?? run.name}</strong></header>
<div class="body">${markdown(run.output.summary)}${
    run.output.text === null || run.output.text === '' ? '' : html`<div class="text">${markdown(run.output.text)}</div>`
  }</div></section>
${
  run.annotations.length === 0
    ? ''
    : html`<h2>Annotations (${run.annotations.length})</h2>${run.annotations.map((annotation) => annotationView({ run, annotation }))}`
}`;
}
