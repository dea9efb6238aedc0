import type {
  CheckRunWrite,
  CommentWrite,
  Observation,
  ReviewRequestWrite,
  Write,
  WriteResult,
} from '../../../reconcile/ports.ts';
import { at, idAt, textAt } from '../json-value.ts';
import type { Variable } from '../query/piece.ts';
import type { GraphqlAnswer } from '../transport/transport.ts';

/** GitHub takes at most this many annotations in one write (github-facts section 3). */
export const annotationsPerWrite = 50;

/** One alias of a mutation. */
export interface Step {
  readonly field: 'createCheckRun' | 'updateCheckRun' | 'addComment' | 'updateIssueComment' | 'requestReviews';
  readonly input: Readonly<Record<string, unknown>>;
}

/** One mutation of all steps, in order: they run one after another and are not rolled back (github-checked rule 15). */
export function mutationOf(
  steps: readonly Step[],
  name = 'WriteJudgement',
): {
  readonly query: string;
  readonly variables: Record<string, unknown>;
} {
  const declared: Readonly<Record<string, Variable>> = Object.fromEntries(
    steps.map(({ field, input }, index) => [`w${index}`, { type: `${inputTypes[field]}!`, value: input }]),
  );
  const variables = Object.entries(declared).map(([name, { type }]) => `$${name}: ${type}`);
  const aliases = steps.map(({ field }, index) => `w${index}: ${field}(input: $w${index}) { ${results[field]} }`);
  return {
    query: `mutation ${name}(${variables.join(', ')}) { ${aliases.join(' ')} }`,
    variables: Object.fromEntries(Object.entries(declared).map(([name, { value }]) => [name, value])),
  };
}

const inputTypes: Readonly<Record<Step['field'], string>> = {
  createCheckRun: 'CreateCheckRunInput',
  updateCheckRun: 'UpdateCheckRunInput',
  addComment: 'AddCommentInput',
  updateIssueComment: 'UpdateIssueCommentInput',
  requestReviews: 'RequestReviewsInput',
};

const results: Readonly<Record<Step['field'], string>> = {
  createCheckRun: 'checkRun { id databaseId permalink externalId }',
  updateCheckRun: 'checkRun { id databaseId permalink externalId }',
  addComment: 'commentEdge { node { id fullDatabaseId url } }',
  updateIssueComment: 'issueComment { id fullDatabaseId url }',
  requestReviews: 'pullRequest { id }',
};

/** What each step came to: a payload of null without an error happens and means that it failed. */
export function resultsOf(steps: readonly Step[], { data, errors }: GraphqlAnswer): readonly WriteResult[] {
  return steps.map(({ field }, index): WriteResult => {
    const object = at(data, `w${index}`, ...places[field]);
    const node_id = textAt(object, 'id');
    const error = errors.find(({ path }) => path[0] === `w${index}` || path.length === 0);
    const id = idAt(object, 'databaseId') ?? idAt(object, 'fullDatabaseId');
    if (node_id === null) {
      const refused = field === 'requestReviews' && error !== undefined && error.type !== null;
      return { node_id, id, url: null, error: error?.message ?? 'GitHub gave no payload', ...(refused && { refused }) };
    }
    return { node_id, id, url: textAt(object, 'permalink') ?? textAt(object, 'url'), error: error?.message ?? null };
  });
}

const places: Readonly<Record<Step['field'], readonly string[]>> = {
  createCheckRun: ['checkRun'],
  updateCheckRun: ['checkRun'],
  addComment: ['commentEdge', 'node'],
  updateIssueComment: ['issueComment'],
  requestReviews: ['pullRequest'],
};

/** The step that makes a write true, with its first annotations. */
export function stepOf(write: Write, observation: Observation): Step {
  switch (write.kind) {
    case 'check_run':
      return checkStep(write, observation);
    case 'comment':
      return commentStep(write, observation);
    case 'new_comment':
      return commentStep({ kind: 'comment', node_id: null, body: write.body }, observation);
    case 'review_request':
      return reviewRequestStep(write, observation);
  }
}

/** `union`: without it GitHub would take back every request that is there. */
function reviewRequestStep({ users, teams }: ReviewRequestWrite, { pull_request_node_id }: Observation): Step {
  const input = { pullRequestId: pull_request_node_id, userIds: users, teamIds: teams, union: true };
  return { field: 'requestReviews', input };
}

function commentStep({ node_id, body }: CommentWrite, { pull_request_node_id }: Observation): Step {
  if (node_id !== null) return { field: 'updateIssueComment', input: { id: node_id, body } };
  return { field: 'addComment', input: { subjectId: pull_request_node_id, body } };
}

function checkStep(write: CheckRunWrite, { repository_node_id }: Observation): Step {
  const shown = {
    repositoryId: repository_node_id,
    name: write.name,
    externalId: idAfter(write, annotationsPerWrite),
    status: write.status.toUpperCase(),
    ...(write.conclusion === null ? {} : { conclusion: write.conclusion.toUpperCase() }),
    output: outputOf(write, 0),
    ...(write.actions === undefined ? {} : { actions: write.actions }),
  };
  if (write.node_id === null) return { field: 'createCheckRun', input: { ...shown, headSha: write.head_sha } };
  return { field: 'updateCheckRun', input: { ...shown, checkRunId: write.node_id } };
}

/**
 * The run's external id once so many of these annotations are written: until it has them all it ends in `~` and their number, so
 * that whoever goes on after a crash knows where.
 */
export function idAfter({ external_id, annotations, annotations_before }: CheckRunWrite, written: number): string {
  return written < annotations.length ? `${external_id}~${annotations_before + written}` : external_id;
}

/** The external ids that the run has one after another, until so many of these annotations are written. */
export function idsUntil(write: CheckRunWrite, written: number): readonly string[] {
  const ids: string[] = [];
  for (let done = annotationsPerWrite; done < written; done += annotationsPerWrite) ids.push(idAfter(write, done));
  return [...ids, idAfter(write, written)];
}

/** The steps that append the annotations that did not fit into the first write. */
export function annotationSteps(
  write: CheckRunWrite,
  nodeId: string,
  { repository_node_id }: Observation,
): readonly Step[] {
  const steps: Step[] = [];
  for (let from = annotationsPerWrite; from < write.annotations.length; from += annotationsPerWrite) {
    const externalId = idAfter(write, from + annotationsPerWrite);
    const input = { repositoryId: repository_node_id, checkRunId: nodeId, externalId, output: outputOf(write, from) };
    steps.push({ field: 'updateCheckRun', input });
  }
  return steps;
}

/** Title and summary are asked for with every output; annotations are appended by each (github-checked rule 14). */
function outputOf(write: CheckRunWrite, from: number): Readonly<Record<string, unknown>> {
  const annotations = write.annotations.slice(from, from + annotationsPerWrite).map((one) => ({
    path: one.path,
    location: {
      startLine: one.start_line,
      endLine: one.end_line,
      ...(one.start_column === null ? {} : { startColumn: one.start_column }),
      ...(one.end_column === null ? {} : { endColumn: one.end_column }),
    },
    annotationLevel: one.level.toUpperCase(),
    title: one.title,
    message: one.message,
  }));
  return {
    title: write.title,
    summary: write.summary,
    ...(write.text === '' ? {} : { text: write.text }),
    ...(annotations.length === 0 ? {} : { annotations }),
  };
}
