import { html } from 'hono/html';
import { flatten } from '../git/tree.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { branchTip, fullName, select } from '../state/queries.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { diffLines } from './diff.ts';
import type { Html } from './html.ts';
import { issueLine } from './issue.ts';
import { icon, pullMark, runMark, when } from './marks.ts';
import { checkLines, list, person, sha, shownChecks } from './parts.ts';

/** The front page: every repository with its open pull requests. */
export function repositoriesPage(world: World): Html {
  const repositories = [...world.repositories.values()];
  if (repositories.length === 0) return html`<h1>Repositories</h1><p class="dim">There are none yet.</p>`;
  return html`<h1>Repositories</h1>${repositories.map((repository) => {
    const name = fullName(world, repository);
    const open = pullsOf(world, repository).filter((pull) => pull.state === 'open');
    const head = html`<a href="/ui/${name}"><strong>${name}</strong></a> <span class="dim">${repository.description ?? ''}</span>`;
    return list(
      head,
      open.map((pull) => pullLine(world, name, pull)),
      'No open pull requests.',
    );
  })}`;
}

/** A repository: its pull requests, the files of the default branch, and the settings under `.github` in full. */
export function repositoryPage(world: World, repository: Repository): Html {
  const name = fullName(world, repository);
  const pulls = pullsOf(world, repository).toReversed();
  const tip = branchTip(repository, repository.defaultBranch);
  const commit = tip === undefined ? undefined : repository.git.commit(tip);
  const files =
    commit === undefined ? [] : flatten(repository.git, commit.tree).filter((entry) => entry.type === 'blob');
  const settings = files.filter((file) => file.path.startsWith('.github/'));
  const issues = select(world.issues.values(), (issue) => issue.repositoryId === repository.id).toReversed();
  const link = (path: string): Html =>
    html`<a class="code" href="/ui/${name}/blob/${repository.defaultBranch}/${path}">${path}</a>`;
  return html`<h1>${name}</h1><p class="dim">${repository.description ?? ''}</p>
${list(
  'Pull requests',
  pulls.map((pull) => pullLine(world, name, pull)),
  'None.',
)}
${list(
  'Issues',
  issues.map((issue) => issueLine(world, name, issue)),
  'None.',
)}
<p><a href="/ui/${name}/queue/${repository.defaultBranch}">Merge queue of <span class="code">${repository.defaultBranch}</span></a></p>
${list(
  html`Files on <span class="code">${repository.defaultBranch}</span> ${tip === undefined ? '' : sha(tip)}`,
  files.map((file) => link(file.path)),
  'Empty.',
)}
${settings.length === 0 ? '' : html`<h2>Settings in <span class="code">.github</span></h2>`}
${settings.map(
  (file) =>
    html`<details open><summary>${link(file.path)}</summary><div class="box"><pre class="file">${textOf(repository, file.sha)}</pre></div></details>`,
)}`;
}

function pullsOf(world: World, repository: Repository): readonly PullRequest[] {
  return select(world.pullRequests.values(), (pull) => pull.repositoryId === repository.id);
}

function pullLine(world: World, name: string, pull: PullRequest): Html {
  const { runs } = shownChecks(world, pull.repositoryId, pull.head.sha);
  return html`<div class="row">${icon(pullMark(pull))} <a href="/ui/${name}/pull/${pull.number}"><strong>${pull.title}</strong></a>
<span class="dim">#${pull.number} by</span> ${person(world, pull.authorId)} <span class="dim">${when(pull.createdAt)}</span>
<span>${runs.map((run) => html`<span title="${run.name}: ${run.output.title ?? runMark(run).word}">${icon(runMark(run))}</span>`)}</span></div>`;
}

/** A file at a branch, tag or commit, with line numbers to point at. */
export function filePage(repository: Repository, path: string, blob: string): Html {
  const lines = textOf(repository, blob).split('\n');
  const shown = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  return html`<section class="box"><header class="code">${path}</header><div class="scroll"><table class="diff code">${shown.map(
    (line, index) =>
      html`<tr id="L${index + 1}"><td class="number">${index + 1}</td><td class="line">${line}</td></tr>`,
  )}</table></div></section>`;
}

/** Where a prefilled "new file" link leads. On GitHub one edits and commits here; the sandbox only shows what would be. */
export function newFilePage(name: string, branch: string, path: string, text: string): Html {
  return html`<h1>New file <span class="code">${path}</span></h1>
<p class="dim">On GitHub this text stands ready to be committed to <span class="code branch">${branch}</span> of ${name}.</p>
<section class="box"><header class="code">${path}</header><pre class="file">${text}</pre></section>`;
}

/** A commit's message, checks and patch. */
export function commitPage(
  world: World,
  repository: Repository,
  message: string,
  commit: string,
  patches: readonly (readonly [string, string | null])[],
): Html {
  const [headline = '', ...rest] = message.split('\n');
  const checks = checkLines(world, fullName(world, repository), repository.id, commit);
  return html`<h1>${headline}</h1><p class="dim">${sha(commit)} ${rest.join('\n').trim()}</p>
<section class="box"><header>Checks</header><div class="body">${checks}</div></section>${patches.map(
    ([path, patch]) =>
      html`<section class="box"><header class="code">${path}</header><div class="scroll"><table class="diff code">${diffLines(
        patch ?? '',
      ).map(
        (line) =>
          html`<tr class="${line.kind}"><td class="number">${line.after ?? ''}</td><td class="line">${line.text}</td></tr>`,
      )}</table></div></section>`,
  )}`;
}

function textOf(repository: Repository, blob: string): string {
  const bytes = repository.git.blob(blob) ?? new Uint8Array();
  return bytes.subarray(0, 8000).includes(0) ? '(binary)' : new TextDecoder().decode(bytes);
}
