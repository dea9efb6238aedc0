import { html } from 'hono/html';
import type { ChangedFile } from '../git/difference.ts';
import type { CheckAnnotation, CheckRun } from '../state/check.ts';
import { type DiffLine, diffLines } from './diff.ts';
import type { Html } from './html.ts';

/** An annotation with the run that wrote it. */
export interface Note {
  readonly run: CheckRun;
  readonly annotation: CheckAnnotation;
}

/** Changed files with their annotations at the lines, as the "Files changed" tab shows them. */
export function filesChanged(files: readonly ChangedFile[], notes: readonly Note[]): readonly Html[] {
  const changed = new Set(files.map((file) => file.path));
  const elsewhere = notes.filter((note) => !changed.has(note.annotation.path));
  return [
    ...files.map((file) =>
      changedFile(
        file,
        notes.filter((note) => note.annotation.path === file.path),
      ),
    ),
    ...(elsewhere.length === 0 ? [] : [outside(elsewhere)]),
  ];
}

const signs = { added: '+', removed: '−', modified: '●', renamed: '→' } as const;

function changedFile(file: ChangedFile, notes: readonly Note[]): Html {
  const lines = file.patch === null ? [] : diffLines(file.patch);
  const shown = new Set(lines.map((line) => line.after));
  const above = notes.filter((note) => !shown.has(note.annotation.end_line));
  const name = file.previousPath === null ? file.path : `${file.previousPath} → ${file.path}`;
  return html`<section class="box" id="file-${file.path}"><header class="row"><span class="code">${signs[file.status]} ${name}</span>
<span class="dim">+${file.additions} −${file.deletions}</span></header>
${above.length === 0 ? '' : html`<div class="body">${above.map((note) => annotationView(note))}</div>`}
${lines.length === 0 ? html`<div class="body dim">No text to show.</div>` : diffTable(lines, notes)}</section>`;
}

function diffTable(lines: readonly DiffLine[], notes: readonly Note[]): Html {
  return html`<div class="scroll"><table class="diff code">${lines.map((line) => {
    const here = line.after === null ? [] : notes.filter((note) => note.annotation.end_line === line.after);
    return html`<tr class="${line.kind}"><td class="number">${line.before ?? ''}</td><td class="number">${line.after ?? ''}</td>
<td class="line">${signOf(line)}${line.text}</td></tr>${
      here.length === 0
        ? ''
        : html`<tr class="note"><td colspan="3">${here.map((note) => annotationView(note))}</td></tr>`
    }`;
  })}</table></div>`;
}

function signOf(line: DiffLine): string {
  if (line.kind === 'hunk') return '';
  return line.kind === 'added' ? '+' : line.kind === 'removed' ? '-' : ' ';
}

function outside(notes: readonly Note[]): Html {
  return html`<section class="box"><header>Annotations on files that are not changed</header>
<div class="body">${notes.map((note) => annotationView(note))}</div></section>`;
}

const levels = { failure: 'Error', warning: 'Warning', notice: 'Notice' } as const;

/** Messages are plain text on GitHub, not Markdown. */
export function annotationView({ run, annotation }: Note): Html {
  const { start_line: start, end_line: end } = annotation;
  const place = `${annotation.path}:${start === end ? start : `${start}-${end}`}`;
  return html`<div class="annotation ${annotation.annotation_level}"><div class="head"><strong>${annotation.title ?? levels[annotation.annotation_level]}</strong>
<span class="dim">${run.name} · <span class="code">${place}</span></span></div>${annotation.message}${
    annotation.raw_details === null
      ? ''
      : html`<details><summary>Raw output</summary><pre>${annotation.raw_details}</pre></details>`
  }</div>`;
}
