import type { CheckOutputInput, CheckRunChange } from '../effects/inputs.ts';
import type { CheckAction, CheckConclusion, CheckStatus } from '../state/check.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { Refusal } from '../state/refusal.ts';
import type { Repository } from '../state/repository.ts';
import type { View } from './connection.ts';
import type { Scope } from './scope.ts';
import { issueMutations } from './issue-mutations.ts';
import { commentable, found, type Input, unresolved } from './mutation-input.ts';
import { nodeView } from './query.ts';
import { entryView } from './views/merge-queue.ts';

interface CheckRunFields {
  readonly repositoryId: string;
  readonly externalId?: string;
  readonly detailsUrl?: string;
  readonly status?: string;
  readonly conclusion?: string;
  readonly startedAt?: string;
  readonly completedAt?: string;
  readonly output?: OutputFields;
  readonly actions?: readonly CheckAction[];
}

interface OutputFields {
  readonly title: string;
  readonly summary: string;
  readonly text?: string;
  readonly annotations?: readonly AnnotationFields[];
}

interface AnnotationFields {
  readonly path: string;
  readonly location: {
    readonly startLine: number;
    readonly endLine: number;
    readonly startColumn?: number;
    readonly endColumn?: number;
  };
  readonly annotationLevel: 'FAILURE' | 'NOTICE' | 'WARNING';
  readonly message: string;
  readonly title?: string;
  readonly rawDetails?: string;
}

/** A mutation may carry this many annotations; more gives a null payload and no error (github-checked rule 15). */
const mostAnnotations = 50;

/** The `Mutation` type: the same effects that REST has. graphql-js runs aliased fields one after the other. */
export function mutationView(scope: Scope): View {
  const { world, actor, effects } = scope;
  const repositoryOf = ({ repositoryId }: PullRequest): Repository =>
    world.repositories.get(repositoryId) as Repository;
  return {
    __typename: 'Mutation',
    createCheckRun: async ({ input }: Input<CheckRunFields & { name: string; headSha: string }>) => {
      const repository = found(world.repositories, 'Repository', input.repositoryId);
      if (tooMany(input.output)) return null;
      const fields = { ...toChange(input), name: input.name, headSha: input.headSha };
      const run = await effects.createCheckRun(actor, repository, fields);
      return { clientMutationId: input.clientMutationId ?? null, checkRun: () => scope.view.checkRun(run) };
    },
    updateCheckRun: async ({ input }: Input<CheckRunFields & { checkRunId: string; name?: string }>) => {
      const repository = found(world.repositories, 'Repository', input.repositoryId);
      const run = found(world.checkRuns, 'CheckRun', input.checkRunId);
      if (run.repositoryId !== repository.id) throw unresolved(input.checkRunId);
      if (tooMany(input.output)) return null;
      const changed = await effects.updateCheckRun(actor, run, { ...toChange(input), name: input.name });
      return { clientMutationId: input.clientMutationId ?? null, checkRun: () => scope.view.checkRun(changed) };
    },
    ...issueMutations(scope),
    addComment: async ({ input }: Input<{ subjectId: string; body: string }>) => {
      const subject = commentable(scope, input.subjectId);
      const repository = world.repositories.get(subject.repositoryId);
      if (repository === undefined) throw unresolved(input.subjectId);
      const comment = await effects.createIssueComment(actor, repository, subject.number, input.body);
      return {
        clientMutationId: input.clientMutationId ?? null,
        subject: () => nodeView(scope, input.subjectId),
        commentEdge: { cursor: String(comment.id), node: () => scope.view.comment(comment) },
      };
    },
    updateIssueComment: async ({ input }: Input<{ id: string; body: string }>) => {
      const comment = found(world.issueComments, 'IssueComment', input.id);
      const changed = await effects.updateIssueComment(actor, comment, input.body);
      return { clientMutationId: input.clientMutationId ?? null, issueComment: () => scope.view.comment(changed) };
    },
    deleteIssueComment: async ({ input }: Input<{ id: string }>) => {
      await effects.deleteIssueComment(actor, found(world.issueComments, 'IssueComment', input.id));
      return { clientMutationId: input.clientMutationId ?? null };
    },
    enqueuePullRequest: async ({
      input,
    }: Input<{ pullRequestId: string; expectedHeadOid?: string; jump?: boolean }>) => {
      const pull = found(world.pullRequests, 'PullRequest', input.pullRequestId);
      const entry = await effects.enqueuePull(actor, pull, { expectedHead: input.expectedHeadOid, jump: input.jump });
      return {
        clientMutationId: input.clientMutationId ?? null,
        mergeQueueEntry: () => entryView(scope, repositoryOf(pull), entry),
      };
    },
    dequeuePullRequest: async ({ input }: Input<{ id: string }>) => {
      const pull = found(world.pullRequests, 'PullRequest', input.id);
      const entry = await effects.dequeuePull(actor, pull);
      return {
        clientMutationId: input.clientMutationId ?? null,
        mergeQueueEntry: () => entryView(scope, repositoryOf(pull), entry),
      };
    },
    requestReviews: async ({ input }: Input<ReviewersFields>) => {
      const pull = found(world.pullRequests, 'PullRequest', input.pullRequestId);
      const logins = (input.userIds ?? []).map((id) => found(world.users, 'User', id).login);
      const teamSlugs = (input.teamIds ?? []).map((id) => found(world.teams, 'Team', id).slug);
      const changed = await effects.requestReviewers(actor, pull, { logins, teamSlugs });
      return {
        clientMutationId: input.clientMutationId ?? null,
        pullRequest: () => scope.view.pullRequest(changed),
      };
    },
  };
}

interface ReviewersFields {
  readonly pullRequestId: string;
  readonly userIds?: readonly string[];
  readonly teamIds?: readonly string[];
}

function tooMany(output: OutputFields | undefined): boolean {
  return (output?.annotations?.length ?? 0) > mostAnnotations;
}

function toChange(fields: CheckRunFields): CheckRunChange {
  return {
    externalId: fields.externalId,
    detailsUrl: fields.detailsUrl,
    status: fields.status?.toLowerCase() as CheckStatus | undefined,
    conclusion: fields.conclusion?.toLowerCase() as CheckConclusion | undefined,
    startedAt: toDate(fields.startedAt),
    completedAt: toDate(fields.completedAt),
    output: fields.output === undefined ? undefined : toOutput(fields.output),
    actions: fields.actions,
  };
}

function toOutput(output: OutputFields): CheckOutputInput {
  return {
    title: output.title,
    summary: output.summary,
    text: output.text,
    annotations: output.annotations?.map((one) => ({
      path: one.path,
      start_line: one.location.startLine,
      end_line: one.location.endLine,
      start_column: one.location.startColumn ?? null,
      end_column: one.location.endColumn ?? null,
      annotation_level: one.annotationLevel.toLowerCase() as 'failure' | 'notice' | 'warning',
      message: one.message,
      title: one.title ?? null,
      raw_details: one.rawDetails ?? null,
    })),
  };
}

function toDate(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new Refusal(422, `${text} is not a valid DateTime.`);
  return date;
}
