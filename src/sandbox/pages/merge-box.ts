import { html } from 'hono/html';
import { mergeAllowed, rulesetsFor } from '../effects/merge-rules.ts';
import type { PullRequest } from '../state/pull-request.ts';
import type { Repository, RequiredStatusCheck } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import type { Html } from './html.ts';
import { icon, runMark, statusMark, type Tone } from './marks.ts';
import { shownChecks } from './parts.ts';

/** All checks of the head and whether the rules of the base branch allow the merge, and why not. */
export function mergeBox(world: World, repository: Repository, name: string, pull: PullRequest): Html {
  const { runs, statuses } = shownChecks(world, repository.id, pull.head.sha);
  const required = requiredChecks(world, repository, pull);
  const expected = required.filter(
    (check) =>
      !runs.some((run) => satisfies(check, run.name, run.appId)) &&
      !statuses.some((status) => satisfies(check, status.context, status.appId)),
  );
  const tag = (context: string, appId: number | null): Html | string =>
    required.some((check) => satisfies(check, context, appId)) ? html` <span class="tag">Required</span>` : '';
  const entries = [
    ...runs.map(
      (run) => html`<li>${icon(runMark(run))} <a href="/ui/${name}/runs/${run.id}"><strong>${run.name}</strong></a>
<span class="dim">${run.output.title ?? runMark(run).word} · ${world.apps.get(run.appId)?.slug ?? 'app'}</span>${tag(run.name, run.appId)}</li>`,
    ),
    ...statuses.map(
      (status) => html`<li>${icon(statusMark(status))} <strong>${status.context}</strong>
<span class="dim">${status.description ?? status.state} · status</span>${tag(status.context, status.appId)}</li>`,
    ),
    ...expected.map(
      (check) => html`<li>${icon({ tone: 'wait', sign: '●', word: 'expected' })} <strong>${check.context}</strong>
<span class="dim">Expected: waiting for it to be reported</span> <span class="tag">Required</span></li>`,
    ),
  ];
  const verdict = verdictOf(world, pull);
  return html`<section class="box ${verdict.tone}" id="merge"><header class="${verdict.tone}"><strong>${verdict.title}</strong></header>
<ul class="checks">${entries.length === 0 ? html`<li class="dim">No checks were reported.</li>` : entries}
${verdict.reasons.map((reason) => html`<li>${icon({ tone: verdict.tone, sign: '–', word: 'reason' })} ${reason}</li>`)}</ul></section>`;
}

function requiredChecks(world: World, repository: Repository, pull: PullRequest): readonly RequiredStatusCheck[] {
  const rules = rulesetsFor(world, repository, pull.base.ref).flatMap((ruleset) => ruleset.rules);
  return rules.flatMap((rule) =>
    rule.type === 'required_status_checks' ? rule.parameters.required_status_checks : [],
  );
}

function satisfies(check: RequiredStatusCheck, context: string, appId: number | null): boolean {
  return check.context === context && (check.integration_id === undefined || check.integration_id === appId);
}

interface Verdict {
  readonly tone: Tone;
  readonly title: string;
  readonly reasons: readonly string[];
}

function verdictOf(world: World, pull: PullRequest): Verdict {
  if (pull.mergedAt !== null) return { tone: 'done', title: 'Merged', reasons: [] };
  if (pull.state === 'closed') return { tone: 'quiet', title: 'Closed without a merge', reasons: [] };
  const { allowed, reasons } = mergeAllowed(world, pull, null);
  if (allowed) return { tone: 'good', title: 'Merging is allowed', reasons: [] };
  if (mergeAllowed(world, pull, null, 'queue').allowed)
    return { tone: 'good', title: 'Merging is allowed, through the merge queue', reasons: [] };
  return { tone: 'bad', title: 'Merging is blocked', reasons };
}
