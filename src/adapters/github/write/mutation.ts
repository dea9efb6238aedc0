import type {
  CheckRunWrite,
  CommentWrite,
  Observation,
  ReviewRequestWrite,
  Write,
  WriteResult,
} from '../../../reconcile/ports.ts';
import { at, atPath, idAt, textAt } from '../json-value.ts';
import type { GraphqlAnswer } from '../transport/transport.ts';

/** GitHub takes at most this many annotations in one write (github-facts section 3). */
export const annotationsPerWrite = 50;

/** Whether a write has more annotations than fit into it. */
export function isCut(write: Write): boolean {
  return write.kind === 'check_run' && write.annotations.length > annotationsPerWrite;
}

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
  const variables: Record<string, unknown> = {};
  let kind = name;
  for (const [index, { field, input }] of steps.entries()) {
    variables[`w${index}`] = input;
    kind += ` ${field}`;
  }
  return { query: queryOf(kind, name, steps), variables };
}

/** By what is written, one after another: few kinds of writes, the same all the time. */
const queries = new Map<string, string>();
const mostQueries = 1_000;

function queryOf(kind: string, name: string, steps: readonly Step[]): string {
  const known = queries.get(kind);
  if (known !== undefined) return known;
  if (queries.size >= mostQueries) queries.clear();
  const variables = steps.map(({ field }, index) => `$w${index}: ${inputTypes[field]}!`);
  const aliases = steps.map(({ field }, index) => `w${index}: ${field}(input: $w${index}) { ${results[field]} }`);
  const query = `mutation ${name}(${variables.join(', ')}) { ${aliases.join(' ')} }`;
  queries.set(kind, query);
  return query;
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
    const alias = `w${index}`;
    const object = atPath(at(data, alias), places[field]);
    const node_id = textAt(object, 'id');
    const error = errors.find(({ path }) => path[0] === alias || path.length === 0);
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
  const input: Record<string, unknown> = {
    repositoryId: repository_node_id,
    name: write.name,
    externalId: idAfter(write, annotationsPerWrite),
    status: write.status.toUpperCase(),
  };
  if (write.conclusion !== null) input['conclusion'] = write.conclusion.toUpperCase();
  input['output'] = outputOf(write, 0);
  if (write.actions !== undefined) input['actions'] = write.actions;
  input[write.node_id === null ? 'headSha' : 'checkRunId'] = write.node_id ?? write.head_sha;
  return { field: write.node_id === null ? 'createCheckRun' : 'updateCheckRun', input };
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
  const { title, summary, text } = write;
  const output: Record<string, unknown> = { title, summary };
  if (text !== '') output['text'] = text;
  if (write.annotations.length > from)
    output['annotations'] = write.annotations.slice(from, from + annotationsPerWrite).map(annotationOf);
  return output;
}

function annotationOf(one: CheckRunWrite['annotations'][number]): Readonly<Record<string, unknown>> {
  const location: Record<string, number> = { startLine: one.start_line, endLine: one.end_line };
  if (one.start_column !== null) location['startColumn'] = one.start_column;
  if (one.end_column !== null) location['endColumn'] = one.end_column;
  return {
    path: one.path,
    location,
    annotationLevel: one.level.toUpperCase(),
    title: one.title,
    message: one.message,
  };
}
