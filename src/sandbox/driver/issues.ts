import { requireRole } from '../auth/access.ts';
import type { Effects } from '../effects/effects.ts';
import { by, type Engine } from '../effects/engine.ts';
import type { IssueChange, NewIssue } from '../effects/inputs.ts';
import { nodeId } from '../state/node-id.ts';
import type { Actor } from '../state/actor.ts';
import type { User } from '../state/identity.ts';
import type { Issue, IssueComment, PullRequest } from '../state/pull-request.ts';
import type { Repository } from '../state/repository.ts';
import { issueView } from '../views/issue.ts';
import { repositoryView } from '../views/repository.ts';
import { issuesEvent } from '../webhooks/payload.ts';

/** What people do to issues, labels and comments. Refused as over the API: a `Refusal` is thrown. */
export interface IssueDriver {
  readonly openIssue: (repository: Repository, author: User, issue: NewIssue) => Promise<Issue>;
  readonly updateIssue: (issue: Issue, user: User, change: IssueChange) => Promise<Issue>;
  readonly commentOnIssue: (issue: Issue, user: User, body: string) => Promise<IssueComment>;
  readonly label: (subject: Issue | PullRequest, user: User, label: string) => Promise<void>;
  readonly unlabel: (subject: Issue | PullRequest, user: User, label: string) => Promise<void>;
  readonly deleteComment: (comment: IssueComment, user: User) => Promise<void>;
  readonly minimizeComment: (comment: IssueComment, user: User, reason: string | null) => Promise<void>;
  /** For administrators. */
  readonly deleteIssue: (issue: Issue, user: User) => Promise<void>;
  /** Goes on under a new number in the other repository, with its comments, without its labels. */
  readonly transferIssue: (issue: Issue, user: User, to: Repository) => Promise<Issue>;
}

type Work = <T>(task: () => Promise<T>) => Promise<T>;

const as = (user: User): Actor => ({ kind: 'user', user });

export function issueDriver(engine: Engine, effects: Effects, work: Work): IssueDriver {
  const { world } = engine;
  const repositoryOf = ({ repositoryId }: { readonly repositoryId: number }): Repository =>
    world.repositories.get(repositoryId) as Repository;

  const remove = (issue: Issue): void => {
    world.issues.delete(issue.id);
    for (const comment of world.issueComments.values()) {
      if (comment.repositoryId === issue.repositoryId && comment.issueNumber === issue.number) {
        world.issueComments.delete(comment.id);
      }
    }
  };

  const transfer = (issue: Issue, user: User, to: Repository): Issue => {
    const from = repositoryOf(issue);
    requireRole(world, from, user, 'write');
    requireRole(world, to, user, 'write');
    const id = world.nextId();
    const number = to.nextNumber++;
    const moved: Issue = { ...issue, id, nodeId: nodeId('Issue', id), repositoryId: to.id, number, labels: [] };
    world.issues.set(id, moved);
    for (const comment of [...world.issueComments.values()]) {
      if (comment.repositoryId !== from.id || comment.issueNumber !== issue.number) continue;
      world.issueComments.set(comment.id, { ...comment, repositoryId: to.id, issueNumber: number });
    }
    const changes = { new_issue: issueView(world, moved), new_repository: repositoryView(world, to) };
    engine.emit(issuesEvent(world, by(from, user), 'transferred', issue, { changes }));
    world.issues.delete(issue.id);
    const old = { old_issue: issueView(world, issue), old_repository: repositoryView(world, from) };
    engine.emit(issuesEvent(world, by(to, user), 'opened', moved, { changes: old }));
    return moved;
  };

  return {
    openIssue: (repository, author, issue) => work(() => effects.createIssue(as(author), repository, issue)),
    updateIssue: (issue, user, change) => work(() => effects.updateIssue(as(user), issue, change)),
    commentOnIssue: (issue, user, body) =>
      work(() => effects.createIssueComment(as(user), repositoryOf(issue), issue.number, body)),
    label: (subject, user, label) => work(() => effects.addLabels(as(user), subject, [label])),
    unlabel: (subject, user, label) => work(() => effects.removeLabel(as(user), subject, label)),
    deleteComment: (comment, user) => work(() => effects.deleteIssueComment(as(user), comment)),
    minimizeComment: async (comment, user, reason) => {
      await work(() => effects.minimizeComment(as(user), comment, reason));
    },
    deleteIssue: (issue, user) =>
      work(async () => {
        requireRole(world, repositoryOf(issue), user, 'admin');
        const event = issuesEvent(world, by(repositoryOf(issue), user), 'deleted', issue);
        remove(issue);
        engine.emit(event);
      }),
    transferIssue: (issue, user, to) => work(async () => transfer(issue, user, to)),
  };
}
