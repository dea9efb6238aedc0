import type { Reactable } from '../effects/effects.ts';
import { parseNodeId } from '../state/node-id.ts';
import type { Issue, PullRequest, ReactionContent } from '../state/pull-request.ts';
import type { Label } from '../state/repository.ts';
import type { View } from './connection.ts';
import { commentable, found, type Input, unresolved } from './mutation-input.ts';
import { nodeView } from './query.ts';
import type { Scope } from './scope.ts';
import { reactionContents, reactionGroups, reactionView } from './views/reaction.ts';

interface IssueFields {
  readonly title?: string;
  readonly body?: string;
  readonly labelIds?: readonly string[];
  readonly assigneeIds?: readonly string[];
}

type StateReason = 'COMPLETED' | 'NOT_PLANNED' | 'DUPLICATE';

/** Issues, labels, reactions and hidden comments. */
export function issueMutations(scope: Scope): View {
  const { world, actor, effects } = scope;
  const logins = (ids: readonly string[] | undefined): string[] | undefined =>
    ids?.map((id) => found(world.users, 'User', id).login);
  const labels = (ids: readonly string[] | undefined): string[] | undefined =>
    ids?.map((id) => labelOf(scope, id).name);
  const issueOf = (id: string): Issue => found(world.issues, 'Issue', id);
  const answer = (clientMutationId: string | undefined, fields: View): View => ({
    clientMutationId: clientMutationId ?? null,
    ...fields,
  });
  return {
    createIssue: async ({ input }: Input<IssueFields & { repositoryId: string; title: string }>) => {
      const repository = found(world.repositories, 'Repository', input.repositoryId);
      const issue = await effects.createIssue(actor, repository, {
        title: input.title,
        body: input.body,
        labels: labels(input.labelIds),
        assignees: logins(input.assigneeIds),
      });
      return answer(input.clientMutationId, { issue: () => scope.view.issue(issue) });
    },
    updateIssue: async ({ input }: Input<IssueFields & { id: string; state?: 'OPEN' | 'CLOSED' }>) => {
      const { title, body, state } = input;
      const change = {
        title,
        body,
        state: state?.toLowerCase() as 'open' | 'closed' | undefined,
        labels: labels(input.labelIds),
        assignees: logins(input.assigneeIds),
      };
      const issue = await effects.updateIssue(actor, issueOf(input.id), change);
      return answer(input.clientMutationId, { issue: () => scope.view.issue(issue) });
    },
    closeIssue: async ({ input }: Input<{ issueId: string; stateReason?: StateReason }>) => {
      const stateReason = input.stateReason?.toLowerCase() as Lowercase<StateReason> | undefined;
      const issue = await effects.updateIssue(actor, issueOf(input.issueId), { state: 'closed', stateReason });
      return answer(input.clientMutationId, { issue: () => scope.view.issue(issue) });
    },
    reopenIssue: async ({ input }: Input<{ issueId: string }>) => {
      const issue = await effects.updateIssue(actor, issueOf(input.issueId), { state: 'open' });
      return answer(input.clientMutationId, { issue: () => scope.view.issue(issue) });
    },
    addLabelsToLabelable: async ({ input }: Input<{ labelableId: string; labelIds: readonly string[] }>) => {
      await effects.addLabels(actor, commentable(scope, input.labelableId), labels(input.labelIds) ?? []);
      return answer(input.clientMutationId, { labelable: () => nodeView(scope, input.labelableId) });
    },
    removeLabelsFromLabelable: async ({ input }: Input<{ labelableId: string; labelIds: readonly string[] }>) => {
      const subject = commentable(scope, input.labelableId);
      for (const label of labels(input.labelIds) ?? []) {
        if (subject.labels.includes(label)) await effects.removeLabel(actor, subject, label);
      }
      return answer(input.clientMutationId, { labelable: () => nodeView(scope, input.labelableId) });
    },
    addReaction: async ({ input }: Input<{ subjectId: string; content: string }>) => {
      const subject = reactable(scope, input.subjectId);
      const content = reactionContents[input.content] as ReactionContent;
      const reaction = await effects.addReaction(actor, subject, content);
      return answer(input.clientMutationId, {
        reaction: () => reactionView(scope, reaction),
        reactionGroups: () => reactionGroups(scope, subject.nodeId),
        subject: () => nodeView(scope, input.subjectId),
      });
    },
    minimizeComment: async ({ input }: Input<{ subjectId: string; classifier: string }>) => {
      const comment = found(world.issueComments, 'IssueComment', input.subjectId);
      const changed = await effects.minimizeComment(actor, comment, input.classifier.toLowerCase().replace('_', '-'));
      return answer(input.clientMutationId, { minimizedComment: () => scope.view.comment(changed) });
    },
    unminimizeComment: async ({ input }: Input<{ subjectId: string }>) => {
      const comment = found(world.issueComments, 'IssueComment', input.subjectId);
      const changed = await effects.minimizeComment(actor, comment, null);
      return answer(input.clientMutationId, { unminimizedComment: () => scope.view.comment(changed) });
    },
  };
}

function labelOf({ world }: Scope, id: string): Label {
  for (const repository of world.repositories.values()) {
    for (const label of repository.labels.values()) if (label.nodeId === id) return label;
  }
  throw unresolved(id);
}

function reactable(scope: Scope, id: string): Reactable | PullRequest {
  return parseNodeId(id)?.type === 'IssueComment'
    ? found(scope.world.issueComments, 'IssueComment', id)
    : commentable(scope, id);
}
