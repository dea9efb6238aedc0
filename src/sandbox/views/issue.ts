import type { User } from '../state/identity.ts';
import type { Issue, IssueComment, PullRequest, Reaction } from '../state/pull-request.ts';
import { associationOf, commentsOf, pullByNumber, select } from '../state/queries.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { simpleUser } from './account.ts';
import { appOrNull } from './app.ts';
import { labelView, repositoryPage, repositoryUrl } from './repository.ts';
import { type Schemas, time, timeOrNull } from './schema.ts';

function reactions(world: World, url: string, subjectId: string): Schemas['reaction-rollup'] {
  const counts = { '+1': 0, '-1': 0, laugh: 0, confused: 0, heart: 0, hooray: 0, eyes: 0, rocket: 0 };
  const own = select(world.reactions.values(), (one) => one.subjectId === subjectId);
  for (const { content } of own) counts[content] += 1;
  return { url: `${url}/reactions`, total_count: own.length, ...counts };
}

export function reactionView(world: World, reaction: Reaction): Schemas['reaction'] {
  return {
    id: reaction.id,
    node_id: reaction.nodeId,
    user: simpleUser(world, world.users.get(reaction.userId) as User),
    content: reaction.content,
    created_at: time(reaction.createdAt),
  };
}

/** An issue; a pull request answers here too, with `pull_request` set. */
export function issueView(world: World, subject: Issue | PullRequest): Schemas['issue'] {
  const repository = world.repositories.get(subject.repositoryId) as Repository;
  const api = repositoryUrl(world, repository);
  const url = `${api}/issues/${subject.number}`;
  const pull = 'issueId' in subject ? subject : null;
  const page = repositoryPage(world, repository, `/${pull === null ? 'issues' : 'pull'}/${subject.number}`);
  const assignees = 'assigneeIds' in subject ? subject.assigneeIds : [];
  const people = assignees.map((id) => simpleUser(world, world.users.get(id) as User));
  return {
    id: pull?.issueId ?? subject.id,
    node_id: subject.nodeId,
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    number: subject.number,
    state: subject.state,
    state_reason: 'stateReason' in subject ? subject.stateReason : null,
    title: subject.title,
    body: subject.body,
    user: simpleUser(world, world.users.get(subject.authorId) as User),
    labels: subject.labels.map((name) => labelView(world, repository, name)) as Schemas['issue']['labels'],
    assignee: people[0] ?? null,
    assignees: people,
    milestone: null,
    locked: false,
    active_lock_reason: null,
    comments: commentsOf(world, subject.repositoryId, subject.number).length,
    closed_at: timeOrNull(subject.closedAt),
    created_at: time(subject.createdAt),
    updated_at: time(subject.updatedAt),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: appOrNull(world, subject.authorAppId),
    author_association: associationOf(world, repository, subject.authorId),
    reactions: reactions(world, url, subject.nodeId),
    ...(pull === null
      ? {}
      : {
          draft: pull.draft,
          pull_request: {
            url: `${api}/pulls/${pull.number}`,
            html_url: page,
            diff_url: `${page}.diff`,
            patch_url: `${page}.patch`,
            merged_at: timeOrNull(pull.mergedAt),
          },
        }),
  };
}

export function commentView(world: World, comment: IssueComment): Schemas['issue-comment'] & { body: string } {
  const repository = world.repositories.get(comment.repositoryId) as Repository;
  const api = repositoryUrl(world, repository);
  const url = `${api}/issues/comments/${comment.id}`;
  const kind = pullByNumber(world, repository.id, comment.issueNumber) === undefined ? 'issues' : 'pull';
  return {
    id: comment.id,
    node_id: comment.nodeId,
    url,
    html_url: repositoryPage(world, repository, `/${kind}/${comment.issueNumber}#issuecomment-${comment.id}`),
    issue_url: `${api}/issues/${comment.issueNumber}`,
    body: comment.body,
    user: simpleUser(world, world.users.get(comment.authorId) as User),
    created_at: time(comment.createdAt),
    updated_at: time(comment.updatedAt),
    author_association: associationOf(world, repository, comment.authorId),
    performed_via_github_app: appOrNull(world, comment.appId),
    reactions: reactions(world, url, comment.nodeId),
  };
}
