import { html, raw } from 'hono/html';
import { accountById, checkRunsOf, statusesOf } from '../state/queries.ts';
import type { CheckRun, CommitStatus } from '../state/check.ts';
import type { World } from '../state/world.ts';
import type { Html } from './html.ts';
import { icon, runMark } from './marks.ts';
import { renderMarkdown } from './markdown.ts';

/** Small pieces that several pages show. */

export function markdown(text: string | null): Html {
  if (text === null || text.trim() === '') return html`<p class="dim">Nothing written.</p>`;
  return html`<div class="markdown">${raw(renderMarkdown(text))}</div>`;
}

export function person(world: World, id: number | null): Html {
  const account = id === null ? undefined : accountById(world, id);
  if (account === undefined) return html`<strong>ghost</strong>`;
  const bot = 'type' in account && account.type === 'Bot';
  const name = account.login.replace(/\[bot\]$/, '');
  return html`<strong>${name}</strong>${bot ? html` <span class="tag">bot</span>` : ''}`;
}

export function box(head: Html | string, body: Html | readonly Html[], tone = ''): Html {
  return html`<section class="box ${tone}"><header>${head}</header><div class="body">${body}</div></section>`;
}

export function list(head: Html | string, entries: readonly Html[], none: string): Html {
  const items =
    entries.length === 0 ? [html`<li class="dim">${none}</li>`] : entries.map((one) => html`<li>${one}</li>`);
  return html`<section class="box"><header>${head}</header><ul>${items}</ul></section>`;
}

export function sha(value: string): Html {
  return html`<span class="sha">${value.slice(0, 7)}</span>`;
}

export function commitLink(name: string, value: string): Html {
  return html`<a class="sha" href="/ui/${name}/commit/${value}">${value.slice(0, 7)}</a>`;
}

/** The checks of a commit, a sign each, with their titles. */
export function checkLines(world: World, name: string, repositoryId: number, commit: string): Html {
  const { runs } = shownChecks(world, repositoryId, commit);
  if (runs.length === 0) return html`<span class="dim">No checks were reported.</span>`;
  return html`${runs.map(
    (run) => html`<div>${icon(runMark(run))} <a href="/ui/${name}/runs/${run.id}"><strong>${run.name}</strong></a>
<span class="dim">${run.output.title ?? runMark(run).word}</span></div>`,
  )}`;
}

/** What counts on a commit: the newest run of each name by each app, the newest status of each context. */
export function shownChecks(
  world: World,
  repositoryId: number,
  commit: string,
): { readonly runs: readonly CheckRun[]; readonly statuses: readonly CommitStatus[] } {
  const runs = new Map(checkRunsOf(world, repositoryId, commit).map((run) => [`${run.appId} ${run.name}`, run]));
  const statuses = new Map(statusesOf(world, repositoryId, commit).map((status) => [status.context, status]));
  return { runs: [...runs.values()], statuses: [...statuses.values()] };
}
