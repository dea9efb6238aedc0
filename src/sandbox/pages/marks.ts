import { html } from 'hono/html';
import type { CheckRun, CommitStatus } from '../state/check.ts';
import type { Issue, PullRequest } from '../state/pull-request.ts';
import { time } from '../views/schema.ts';
import type { Html } from './html.ts';

export type Tone = 'good' | 'bad' | 'wait' | 'quiet' | 'done';

interface Mark {
  readonly tone: Tone;
  readonly sign: string;
  readonly word: string;
}

/** What a check run or status says, in a colour, a sign and a word. */
export function runMark(run: Pick<CheckRun, 'status' | 'conclusion'>): Mark {
  if (run.status !== 'completed') return { tone: 'wait', sign: '●', word: run.status.replaceAll('_', ' ') };
  const word = (run.conclusion ?? 'completed').replaceAll('_', ' ');
  if (run.conclusion === 'success') return { tone: 'good', sign: '✓', word };
  if (run.conclusion === 'neutral' || run.conclusion === 'skipped') return { tone: 'quiet', sign: '■', word };
  if (run.conclusion === 'action_required') return { tone: 'wait', sign: '!', word };
  return { tone: 'bad', sign: '✗', word };
}

export function statusMark(status: Pick<CommitStatus, 'state'>): Mark {
  if (status.state === 'success') return { tone: 'good', sign: '✓', word: 'success' };
  if (status.state === 'pending') return { tone: 'wait', sign: '●', word: 'pending' };
  return { tone: 'bad', sign: '✗', word: status.state };
}

export function pullMark(pull: PullRequest): Mark {
  if (pull.mergedAt !== null) return { tone: 'done', sign: '✓', word: 'Merged' };
  if (pull.state === 'closed') return { tone: 'bad', sign: '⊘', word: 'Closed' };
  return pull.draft ? { tone: 'quiet', sign: '○', word: 'Draft' } : { tone: 'good', sign: '○', word: 'Open' };
}

export function issueMark({ state, stateReason }: Issue): Mark {
  if (state === 'open') return { tone: 'good', sign: '◎', word: 'Open' };
  return stateReason === 'not_planned'
    ? { tone: 'quiet', sign: '⊘', word: 'Closed as not planned' }
    : { tone: 'done', sign: '✓', word: 'Closed' };
}

export function icon(mark: Mark): Html {
  return html`<span class="icon ${mark.tone}" title="${mark.word}" aria-label="${mark.word}">${mark.sign}</span>`;
}

export function badge(mark: Mark): Html {
  return html`<span class="badge ${mark.tone}">${mark.sign} ${mark.word}</span>`;
}

/** `2026-04-07 16:02 UTC` */
export function when(date: Date): Html {
  const iso = time(date);
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
}
