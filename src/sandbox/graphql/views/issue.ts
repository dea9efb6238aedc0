import type { Issue, IssueComment } from '../../state/pull-request.ts';
import { associationOf, commentsOf, issueByNumber, pullByNumber } from '../../state/queries.ts';
import type { Repository } from '../../state/repository.ts';
import { repositoryPage } from '../../views/repository.ts';
import { time, timeOrNull } from '../../views/schema.ts';
import { connection, type PageArguments, type View } from '../connection.ts';
import type { Scope } from '../scope.ts';
import { reactionFields } from './reaction.ts';

const repositoryOf = (scope: Scope, id: number): Repository => scope.world.repositories.get(id) as Repository;

export function issueView(scope: Scope, issue: Issue): View {
  const { world } = scope;
  const repository = repositoryOf(scope, issue.repositoryId);
  return {
    __typename: 'Issue',
    id: issue.nodeId,
    databaseId: issue.id,
    fullDatabaseId: String(issue.id),
    number: issue.number,
    title: issue.title,
    state: issue.state.toUpperCase(),
    closed: issue.state === 'closed',
    closedAt: timeOrNull(issue.closedAt),
    url: repositoryPage(world, repository, `/issues/${issue.number}`),
    stateReason: issue.stateReason?.toUpperCase() ?? null,
    ...writtenFields(scope, repository, issue),
    lastEditedAt: timeOrNull(issue.lastEditedAt),
    editor: () => scope.view.actor(issue.editorId),
    includesCreatedEdit: issue.lastEditedAt !== null,
    ...reactionFields(scope, issue.nodeId),
    assignees: (page: PageArguments) => people(scope, issue.assigneeIds, page),
    labels: (page: PageArguments) => connection(issue.labels, page, (label) => labelView(repository, label)),
    comments: (page: PageArguments) => comments(scope, issue.repositoryId, issue.number, page),
    repository: () => scope.view.repository(repository),
  };
}

export function comments(scope: Scope, repositoryId: number, number: number, page: PageArguments): View {
  return connection(commentsOf(scope.world, repositoryId, number), page, (comment) => scope.view.comment(comment));
}

export function commentView(scope: Scope, comment: IssueComment): View {
  const { world } = scope;
  const repository = repositoryOf(scope, comment.repositoryId);
  const pull = pullByNumber(world, repository.id, comment.issueNumber);
  const issue = issueByNumber(world, repository.id, comment.issueNumber);
  const page = `/${pull === undefined ? 'issues' : 'pull'}/${comment.issueNumber}#issuecomment-${comment.id}`;
  return {
    __typename: 'IssueComment',
    id: comment.nodeId,
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    url: repositoryPage(world, repository, page),
    ...writtenFields(scope, repository, comment),
    lastEditedAt: timeOrNull(comment.lastEditedAt),
    editor: () => scope.view.actor(comment.editorId),
    includesCreatedEdit: comment.lastEditedAt !== null,
    isMinimized: comment.minimizedReason !== null,
    minimizedReason: comment.minimizedReason,
    ...reactionFields(scope, comment.nodeId),
    issue: () => (issue === undefined ? null : scope.view.issue(issue)),
    pullRequest: () => (pull === undefined ? null : scope.view.pullRequest(pull)),
    repository: () => scope.view.repository(repository),
  };
}

interface Written {
  readonly authorId: number;
  readonly body: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What everything that somebody wrote has in common. `viewerDidAuthor` holds for an App's own bot too. */
export function writtenFields(scope: Scope, repository: Repository, written: Written): View {
  const { actor, world } = scope;
  return {
    body: written.body ?? '',
    bodyText: written.body ?? '',
    createdAt: time(written.createdAt),
    publishedAt: time(written.createdAt),
    updatedAt: time(written.updatedAt),
    author: () => scope.view.actor(written.authorId),
    authorAssociation: associationOf(world, repository, written.authorId),
    createdViaEmail: false,
    viewerDidAuthor: 'user' in actor && actor.user.id === written.authorId,
  };
}

export function people(scope: Scope, ids: readonly number[], page: PageArguments): View {
  const users = ids.map((id) => scope.world.users.get(id)).filter((user) => user !== undefined);
  return connection(users, page, (user) => scope.view.account(user));
}

export function labelView(repository: Repository, name: string): View {
  const label = repository.labels.get(name.toLowerCase());
  return {
    __typename: 'Label',
    id: label?.nodeId ?? `LA_${name}`,
    name: label?.name ?? name,
    color: label?.color ?? 'ededed',
    description: label?.description ?? null,
  };
}
