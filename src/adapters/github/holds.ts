import type { HoldFact } from '../../generated/types.ts';
import type { AnswersRead } from '../../reconcile/ports/thread.ts';
import { commentsOf } from './facts/comments.ts';
import { isDriftThread } from './facts/drift-issues.ts';
import type { IncidentSeen } from './facts/incidents.ts';
import { freshAnswers, pullRequestText } from './memory.ts';
import type { ReaderOptions } from './reader-options.ts';
import { threadOf } from './thread.ts';

interface Repository {
  readonly owner: string;
  readonly repo: string;
  readonly id: number;
}

/**
 * The holds of a repository's incidents, by issue, whether somebody closed it or not. They are the record, so their order is that of the issues. An
 * incident whose record is missing, edited or broken holds everything: an edit must not lift what only /resume may. An issue of drift that
 * somebody labelled as an incident is none: it never had a record.
 */
export function holdsOf(
  options: Pick<ReaderOptions, 'app' | 'marks' | 'memory' | 'readAnswers'>,
  { owner, repo, id }: Repository,
  incidents: readonly IncidentSeen[],
): readonly HoldFact[] {
  if (incidents.length === 0) return [];
  const { memory, readAnswers } = options;
  return incidents
    .filter(({ comments }) => !isDriftThread(commentsOf(comments).list, options.marks.drift))
    .toSorted((a, b) => a.number - b.number)
    .flatMap(({ number, created_at, comments }) => {
      const fresh = freshAnswers(memory, pullRequestText({ owner, repo, number }));
      const thread = threadOf(options, { repository: id, number, checks: [], remembered: null }, comments, fresh);
      const { chain } = readAnswers(thread);
      const isWhole = chain.fault === null && chain.recorded;
      return isWhole ? chain.holds : [{ issue: number, surfaces: null, commit: '', by: 'push', at: created_at }];
    });
}

/** The same answers, with the holds of incidents among their facts. */
export function withHolds(answers: AnswersRead, holds: readonly HoldFact[]): AnswersRead {
  const { facts } = answers;
  if (holds.length === 0 && facts.answers.holds.length === 0) return answers;
  return { ...answers, facts: { ...facts, answers: { ...facts.answers, holds } } };
}
