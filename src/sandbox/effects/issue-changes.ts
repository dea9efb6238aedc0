import { actingUser, requirePermission, requireRole } from '../auth/access.ts';
import type { Actor } from '../state/actor.ts';
import type { User } from '../state/identity.ts';
import type { Issue } from '../state/pull-request.ts';
import { userByLogin } from '../state/queries.ts';
import { invalid } from '../state/refusal.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { simpleUser } from '../views/account.ts';
import { issuesEvent } from '../webhooks/payload.ts';
import type { Effects } from './effects.ts';
import { by, type Engine } from './engine.ts';
import type { IssueChange } from './inputs.ts';
import { labelNames, tellLabel } from './labels.ts';

type Who = ReturnType<typeof by>;

/** Ids of people by login; 422 for nobody's. */
export function assigneesOf(world: World, logins: readonly string[]): number[] {
  const found = logins.map((login) => userByLogin(world, login));
  if (found.includes(undefined)) throw invalid('Issue', 'assignees', 'invalid');
  return found.flatMap((user) => (user === undefined ? [] : [user.id]));
}

export function tellAssignee(engine: Engine, who: Who, action: string, issue: Issue, userId: number): void {
  const assignee = simpleUser(engine.world, engine.world.users.get(userId) as User);
  engine.emit(issuesEvent(engine.world, who, action, issue, { assignee }));
}

/** Title and body belong to the author and to whoever writes; labels and assignees need triage. */
function requireChange(world: World, actor: Actor, repository: Repository, issue: Issue, change: IssueChange): void {
  requirePermission(world, actor, repository, 'issues', 'write');
  if (actor.kind !== 'user') return;
  if (change.labels !== undefined || change.assignees !== undefined) {
    requireRole(world, repository, actor.user, 'triage');
  }
  if (actor.user.id !== issue.authorId) requireRole(world, repository, actor.user, 'triage');
}

export function issueChangeEffects(engine: Engine): Pick<Effects, 'updateIssue'> {
  const { world } = engine;

  const retext = (issue: Issue, who: Who, change: IssueChange): void => {
    const title = change.title !== undefined && change.title !== issue.title ? { title: { from: issue.title } } : {};
    const body = change.body !== undefined && change.body !== issue.body ? { body: { from: issue.body ?? '' } } : {};
    const changes = { ...title, ...body };
    if (Object.keys(changes).length === 0) return;
    issue.title = change.title ?? issue.title;
    issue.body = change.body ?? issue.body;
    if ('body' in changes) {
      issue.lastEditedAt = engine.now();
      issue.editorId = who.sender.id;
    }
    engine.emit(issuesEvent(world, who, 'edited', issue, { changes }));
  };

  const turn = (issue: Issue, who: Who, change: IssueChange): void => {
    const state = change.state ?? issue.state;
    if (state === issue.state) return;
    issue.state = state;
    issue.closedAt = state === 'closed' ? engine.now() : null;
    issue.stateReason = state === 'closed' ? (change.stateReason ?? 'completed') : 'reopened';
    engine.emit(issuesEvent(world, who, state === 'closed' ? 'closed' : 'reopened', issue));
  };

  const relabel = (issue: Issue, who: Who, wanted: readonly string[]): void => {
    const labels = labelNames(engine, who.repository, wanted);
    const before = issue.labels;
    issue.labels = labels;
    for (const one of before.filter((label) => !labels.includes(label))) {
      tellLabel(engine, who, 'unlabeled', issue, one);
    }
    for (const one of labels.filter((label) => !before.includes(label))) tellLabel(engine, who, 'labeled', issue, one);
  };

  const reassign = (issue: Issue, who: Who, logins: readonly string[]): void => {
    const ids = assigneesOf(world, logins);
    const before = issue.assigneeIds;
    issue.assigneeIds = ids;
    for (const id of before.filter((one) => !ids.includes(one))) tellAssignee(engine, who, 'unassigned', issue, id);
    for (const id of ids.filter((one) => !before.includes(one))) tellAssignee(engine, who, 'assigned', issue, id);
  };

  return {
    updateIssue: async (actor, issue, change) => {
      const repository = world.repositories.get(issue.repositoryId) as Repository;
      requireChange(world, actor, repository, issue, change);
      if (change.title?.trim() === '') throw invalid('Issue', 'title', 'missing_field');
      const who = by(repository, actingUser(actor));
      issue.updatedAt = engine.now();
      retext(issue, who, change);
      if (change.labels !== undefined) relabel(issue, who, change.labels);
      if (change.assignees !== undefined) reassign(issue, who, change.assignees);
      turn(issue, who, change);
      return issue;
    },
  };
}
