import type { Person } from '../../generated/types.ts';
import { Fault } from '../fault.ts';
import type { Batch } from './batch.ts';
import { filesOf } from './facts/files.ts';
import { policyPiece } from './facts/policy.ts';
import { headPiece, pullRequestOf, pullRequestPiece, repositoryOf, repositoryPiece } from './facts/pull-request.ts';
import { type Past, readingThen } from './history/past.ts';
import { at } from './json-value.ts';
import { listFacts } from './list-facts.ts';
import type { NeededFacts } from './needed-facts.ts';
import { isFailed } from './query/asking.ts';
import { unreadList } from './query/connection.ts';
import type { Piece, PieceAnswer } from './query/piece.ts';
import type { Reading } from './snapshot.ts';

/** A reading before the answers to commands are known. */
export type Begun = Omit<Reading, 'answers'>;

export interface BeginningParts {
  readonly now: Date;
  readonly asking: readonly Person[];
  readonly needed: NeededFacts;
  /** null = it is read as it is now. */
  readonly past: Past | null;
}

/** What the first request brought, or a fault where it lacks what nothing can be judged without. */
export function beginReading(first: Batch, { now, asking, needed, past }: BeginningParts): Begun {
  const repository = repositoryOf(present(first, repositoryPiece, 'The repository'));
  const pullRequest = pullRequestOf(
    present(first, pullRequestPiece, 'The pull request'),
    present(first, headPiece, 'The head commit'),
  );
  if (repository === null || pullRequest === null) throw incomplete('The pull request could not be read');
  // A hole in it would look like no author and no assignees, whose approvals then count.
  if ((first.answers.get('pullRequest')?.errors.length ?? 0) > 0) {
    throw incomplete('The pull request could not be read whole');
  }
  const policy = present(first, policyPiece, 'The policy');
  // No word on the default branch's policy must not look like no policy, which would silence the gate.
  if (isFailed(policy) || policy.errors.length > 0) throw incomplete('The policy could not be read');
  const reading: Begun = {
    now,
    asking,
    first,
    repository,
    pullRequest,
    files: filesOf(first.lists.get('files') ?? unreadList, pullRequest.changed_files, null),
    lists: listFacts(first.lists, pullRequest.pull_request.head_sha),
    needed,
    activity: null,
    isPast: past !== null,
    organization: null,
    policy: null,
  };
  return past === null ? reading : readingThen(reading, past);
}

function present(batch: Batch, { name, keys }: Piece, what: string): PieceAnswer {
  const answer = batch.answers.get(name);
  if (answer === undefined) throw incomplete(`${what} could not be read`);
  if (answer.errors.length === 0) return answer;
  const refused = answer.errors.find(({ type }) => type === 'NOT_FOUND' || type === 'FORBIDDEN');
  const isEmpty = keys.every((key) => at(answer.values, key) === null);
  if (refused === undefined || !isEmpty) return answer;
  const code = refused.type === 'FORBIDDEN' ? 'github_forbidden' : 'github_not_found';
  throw new Fault(code, { message: `${what} could not be read: ${refused.message}` });
}

/** The fault of an answer that lacks what nothing can be judged without. */
export function incomplete(message: string): Fault {
  return new Fault('github_answer_incomplete', { message: `${message}.` });
}
