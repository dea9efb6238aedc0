import { answerQuestions, type Batch, readRequest, type BatchRequest, requestOf } from './batch.ts';
import { suites } from './facts/checks.ts';
import { comments } from './facts/comments.ts';
import { commits } from './facts/commits.ts';
import { files } from './facts/files.ts';
import { closedIncidents, openIncidents } from './facts/incidents.ts';
import { policyPiece } from './facts/policy.ts';
import { headPiece, pullRequestPiece, queuedPiece, repositoryPiece } from './facts/pull-request.ts';
import { reviewRequestsPiece } from './facts/review-requests.ts';
import { pastTimeline, reviews, timeline } from './facts/reviews.ts';
import { rollup } from './facts/statuses.ts';
import type { ReadingMemory } from './memory.ts';
import type { NeededFacts } from './needed-facts.ts';
import { type Ask, readingName } from './query/asking.ts';
import { queryOf } from './query/composition.ts';
import type { Question } from './question.ts';
import { type KnownContext, Questions } from './questions.ts';
import type { Wanted } from './wanted.ts';

/** The one request of a warm reading: everything that needs no policy, and what was needed the last time. */
export interface FirstRequest {
  readonly request: BatchRequest;
  /** Asked in it. */
  readonly together: readonly Question[];
  /** Asked at the same time with the token that may read teams. */
  readonly apart: readonly Question[];
  /** Keys of all these questions. */
  readonly asked: ReadonlySet<string>;
}

/** All that a first request hangs on. */
export interface FirstWish {
  readonly wanted: Wanted;
  readonly context: KnownContext;
  /** Label of incident issues. */
  readonly label: string;
  /** Whether the pull request is read as it was. */
  readonly isPast: boolean;
  /** Whether another token asks for teams. */
  readonly hasRolesToken: boolean;
}

/** A longer wish is one pull request's own, and not worth keeping. */
const longestKept = 4_000;

/** Pull requests of which the same is wanted have one request, so it is made once and kept by all that it hangs on. */
export function firstRequest({ requests }: Pick<ReadingMemory, 'requests'>, wish: FirstWish): FirstRequest {
  const key = JSON.stringify(wish);
  const known = requests.get(key);
  if (known !== undefined) return known;
  const made = requestFor(wish);
  if (key.length <= longestKept) requests.set(key, made);
  return made;
}

function requestFor({ wanted, context, label, isPast, hasRolesToken }: FirstWish): FirstRequest {
  const questions = new Questions().of(wanted, context);
  const apart = hasRolesToken ? questions.filter(({ withRoles }) => withRoles) : [];
  const together = questions.filter((question) => !apart.includes(question));
  const pieces = [repositoryPiece, policyPiece, pullRequestPiece, headPiece, reviewRequestsPiece, queuedPiece];
  const lists = [files, commits, reviews, isPast ? pastTimeline : timeline, suites, rollup, comments];
  if (!isPast) lists.push(openIncidents(label));
  if (!isPast) pieces.push(closedIncidents(label));
  const request = requestOf(
    [...pieces, ...together.flatMap((one) => one.pieces)],
    [...lists, ...together.flatMap((one) => one.connections)],
  );
  const query = queryOf({ name: readingName, hasBase: isPast }, request.pieces);
  return { request: { ...request, query }, together, apart, asked: new Set(questions.map((one) => one.key)) };
}

/** Asks it, and puts what came for its questions into `facts`. */
export async function readFirst(
  { request, together, apart }: FirstRequest,
  ask: Ask,
  askRoles: Ask | null,
  facts: NeededFacts,
): Promise<Batch> {
  const reading = readRequest(ask, request);
  if (askRoles !== null) await Promise.all([reading, answerQuestions(askRoles, null, apart, facts)]);
  const batch = await reading;
  for (const question of together) question.take(facts, batch);
  return batch;
}
