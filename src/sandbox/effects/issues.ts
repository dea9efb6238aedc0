import { actingAppId, actingUser, grants, requirePermission, requireRole } from '../auth/access.ts';
import type { Actor } from '../state/actor.ts';
import { nodeId } from '../state/node-id.ts';
import type { Issue, IssueComment, PullRequest } from '../state/pull-request.ts';
import { issueByNumber, pullByNumber } from '../state/queries.ts';
import { invalid, notFound } from '../state/refusal.ts';
import type { Repository } from '../state/repository.ts';
import { issueCommentEvent, issuesEvent } from '../webhooks/payload.ts';
import type { Effects } from './effects.ts';
import { by, type Engine } from './engine.ts';
import { assigneesOf, tellAssignee } from './issue-changes.ts';
import { labelNames, tellLabel } from './labels.ts';

type IssueEffects = Pick<Effects, 'createIssue' | 'createIssueComment' | 'updateIssueComment' | 'deleteIssueComment'>;

const bodyLimit = 65_536;

function bodyRules(resource: string, body: string): void {
  if (body.trim() === '') throw invalid(resource, 'body', 'missing_field');
  if ([...body].length > bodyLimit) {
    throw invalid(resource, 'body', 'custom', `body is too long (maximum is ${bodyLimit} characters)`);
  }
}

export function issueEffects(engine: Engine): IssueEffects {
  const { world } = engine;
  const repositoryOf = (comment: IssueComment): Repository =>
    world.repositories.get(comment.repositoryId) as Repository;
  const subjectOf = (repository: Repository, number: number): Issue | PullRequest | undefined =>
    pullByNumber(world, repository.id, number) ?? issueByNumber(world, repository.id, number);

  /** On a pull request either `issues: write` or `pull_requests: write` will do. */
  const requireComment = (actor: Actor, repository: Repository, subject: Issue | PullRequest): void => {
    const either =
      'issueId' in subject &&
      (actor.kind === 'installation' || actor.kind === 'job') &&
      grants(actor.permissions, 'pull_requests', 'write');
    requirePermission(world, actor, repository, either ? 'pull_requests' : 'issues', 'write');
  };

  /** A person may change the own comments; those of others need write access to the repository. */
  const requireEdit = (actor: Actor, comment: IssueComment): Issue | PullRequest => {
    const repository = repositoryOf(comment);
    const subject = subjectOf(repository, comment.issueNumber);
    if (subject === undefined) throw notFound();
    requireComment(actor, repository, subject);
    if (actor.kind === 'user' && actor.user.id !== comment.authorId)
      requireRole(world, repository, actor.user, 'write');
    return subject;
  };

  return {
    createIssue: async (actor, repository, input) => {
      requirePermission(world, actor, repository, 'issues', 'write');
      if (input.title.trim() === '') throw invalid('Issue', 'title', 'missing_field');
      const assigneeIds = assigneesOf(world, input.assignees ?? []);
      const id = world.nextId();
      const now = engine.now();
      const issue: Issue = {
        id,
        nodeId: nodeId('Issue', id),
        repositoryId: repository.id,
        number: repository.nextNumber++,
        title: input.title,
        body: input.body ?? null,
        authorId: actingUser(actor).id,
        authorAppId: actingAppId(actor),
        state: 'open',
        labels: labelNames(engine, repository, input.labels ?? []),
        assigneeIds,
        createdAt: now,
        updatedAt: now,
        closedAt: null,
        stateReason: null,
        lastEditedAt: null,
        editorId: null,
      };
      world.issues.set(id, issue);
      const who = by(repository, actingUser(actor));
      engine.emit(issuesEvent(world, who, 'opened', issue));
      for (const label of issue.labels) tellLabel(engine, who, 'labeled', issue, label);
      for (const id of assigneeIds) tellAssignee(engine, who, 'assigned', issue, id);
      return issue;
    },
    createIssueComment: async (actor, repository, issueNumber, body) => {
      const subject = subjectOf(repository, issueNumber);
      if (subject === undefined) {
        requirePermission(world, actor, repository, 'metadata', 'read');
        throw notFound();
      }
      requireComment(actor, repository, subject);
      bodyRules('IssueComment', body);
      const id = world.nextId();
      const now = engine.now();
      const comment: IssueComment = {
        id,
        nodeId: nodeId('IssueComment', id),
        repositoryId: repository.id,
        issueNumber,
        authorId: actingUser(actor).id,
        appId: actingAppId(actor),
        body,
        createdAt: now,
        updatedAt: now,
        lastEditedAt: null,
        editorId: null,
        minimizedReason: null,
      };
      world.issueComments.set(id, comment);
      subject.updatedAt = now;
      engine.emit(issueCommentEvent(world, by(repository, actingUser(actor)), 'created', subject, comment));
      return comment;
    },
    updateIssueComment: async (actor, comment, body) => {
      const subject = requireEdit(actor, comment);
      bodyRules('IssueComment', body);
      const from = comment.body;
      comment.body = body;
      comment.updatedAt = engine.now();
      comment.lastEditedAt = comment.updatedAt;
      comment.editorId = actingUser(actor).id;
      const who = by(repositoryOf(comment), actingUser(actor));
      engine.emit(issueCommentEvent(world, who, 'edited', subject, comment, { changes: { body: { from } } }));
      return comment;
    },
    deleteIssueComment: async (actor, comment) => {
      const subject = requireEdit(actor, comment);
      world.issueComments.delete(comment.id);
      engine.emit(issueCommentEvent(world, by(repositoryOf(comment), actingUser(actor)), 'deleted', subject, comment));
    },
  };
}
