import { html } from 'hono/html';
import type { Commit } from '../git/store.ts';
import type { Issue, IssueComment, PullRequest, Review, TimelineEvent } from '../state/pull-request.ts';
import { commentsOf, reviewsOf, userByEmail } from '../state/queries.ts';
import type { World } from '../state/world.ts';
import type { Html } from './html.ts';
import { icon, when } from './marks.ts';
import { box, commitLink, markdown, person, sha } from './parts.ts';

interface Item {
  readonly at: Date;
  readonly html: Html;
}

/** Comments on an issue, oldest first. */
export function issueConversation(world: World, issue: Issue): readonly Html[] {
  return commentsOf(world, issue.repositoryId, issue.number).map((comment) => commentItem(world, comment).html);
}

/** Commits, comments, reviews and events of a pull request, oldest first. */
export function conversation(
  world: World,
  name: string,
  pull: PullRequest,
  commits: readonly Commit[],
): readonly Html[] {
  const items: readonly Item[] = [
    ...commits.map((commit) => commitItem(world, name, commit)),
    ...commentsOf(world, pull.repositoryId, pull.number).map((comment) => commentItem(world, comment)),
    ...reviewsOf(world, pull).map((review) => reviewItem(world, review)),
    ...pull.timeline.map((event) => eventItem(world, name, event)),
  ];
  return items.toSorted((one, other) => one.at.getTime() - other.at.getTime()).map((item) => item.html);
}

function commitItem(world: World, name: string, commit: Commit): Item {
  const author = userByEmail(world, commit.author.email);
  const at = new Date(commit.committer.timestamp * 1000);
  const [headline = ''] = commit.message.split('\n');
  const by = author === undefined ? html`${commit.author.name} (not linked to an account)` : person(world, author.id);
  return {
    at,
    html: html`<div class="event">${by} committed <strong>${headline}</strong> ${commitLink(name, commit.sha)} ${when(at)}</div>`,
  };
}

function commentItem(world: World, comment: IssueComment): Item {
  const edited = comment.lastEditedAt === null ? '' : html` · edited ${when(comment.lastEditedAt)}`;
  const head = html`${person(world, comment.authorId)} <span class="dim">commented ${when(comment.createdAt)}${edited}</span>`;
  const shown = box(head, markdown(comment.body));
  const hidden = comment.minimizedReason;
  const body =
    hidden === null ? shown : html`<details><summary>Comment hidden as ${hidden}</summary>${shown}</details>`;
  return { at: comment.createdAt, html: html`<div id="issuecomment-${comment.id}">${body}</div>` };
}

const reviewWords = {
  APPROVED: { tone: 'good', sign: '✓', word: 'approved these changes' },
  CHANGES_REQUESTED: { tone: 'bad', sign: '±', word: 'requested changes' },
  COMMENTED: { tone: 'quiet', sign: '◦', word: 'reviewed' },
  DISMISSED: { tone: 'quiet', sign: '⊘', word: 'reviewed, dismissed since' },
  PENDING: { tone: 'quiet', sign: '◦', word: 'is reviewing' },
} as const;

function reviewItem(world: World, review: Review): Item {
  const at = review.submittedAt ?? review.updatedAt;
  const mark = reviewWords[review.state];
  const on = review.commitSha === null ? '' : html` on ${sha(review.commitSha)}`;
  const head = html`${icon(mark)} ${person(world, review.authorId)} <span class="dim">${mark.word}${on} ${when(at)}</span>`;
  return { at, html: review.body === '' ? html`<div class="event">${head}</div>` : box(head, markdown(review.body)) };
}

function eventItem(world: World, name: string, event: TimelineEvent): Item {
  const line = html`<div class="event">${person(world, event.actorId)} ${sentence(world, name, event)} ${when(event.createdAt)}</div>`;
  return { at: event.createdAt, html: line };
}

function sentence(world: World, name: string, event: TimelineEvent): Html | string {
  switch (event.kind) {
    case 'base_ref_changed':
      return html`changed the base from <span class="code">${event.previousRefName}</span> to <span class="code">${event.currentRefName}</span>`;
    case 'head_ref_force_pushed':
      return html`force-pushed from ${sha(event.before)} to ${sha(event.after)}`;
    case 'merged':
      return html`merged this as ${commitLink(name, event.commitSha)}`;
    case 'review_requested':
    case 'review_request_removed': {
      const team = event.teamId === null ? undefined : world.teams.get(event.teamId);
      const whom = team === undefined ? person(world, event.reviewerId) : html`<strong>${team.name}</strong>`;
      const did = event.kind === 'review_requested' ? 'requested a review from' : 'no longer asks for a review from';
      return html`${did} ${whom}`;
    }
    case 'review_dismissed':
      return html`dismissed a review${event.message === '' ? '' : html`: ${event.message}`}`;
    case 'ready_for_review':
      return 'marked this as ready for review';
    case 'convert_to_draft':
      return 'made this a draft';
    default:
      return `${event.kind} this`;
  }
}
