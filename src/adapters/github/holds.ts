import type { HoldFact } from '../../generated/types.ts';
import type { AnswersRead } from '../../reconcile/ports/thread.ts';
import { incidentsOf } from './facts/incidents.ts';
import { freshAnswers, pullRequestText } from './memory.ts';
import type { Collected } from './query/connection.ts';
import type { ReaderOptions } from './reader-options.ts';
import { threadOf } from './thread.ts';

interface Repository {
  readonly owner: string;
  readonly repo: string;
  readonly id: number;
}

/** The holds of a repository's open incidents, by issue. They are the record, so their order is that of the issues. */
export function holdsOf(
  options: Pick<ReaderOptions, 'app' | 'marks' | 'memory' | 'readAnswers'>,
  { owner, repo, id }: Repository,
  incidents: Collected | undefined,
): readonly HoldFact[] {
  const { marks, memory, readAnswers } = options;
  return incidentsOf(incidents, marks.incident.marker)
    .toSorted((a, b) => a.number - b.number)
    .flatMap(({ number, comments }) => {
      const fresh = freshAnswers(memory, pullRequestText({ owner, repo, number }));
      const thread = threadOf(options, { repository: id, number, checks: [] }, comments, fresh);
      return readAnswers(thread).chain.holds;
    });
}

export function withHolds(answers: AnswersRead, holds: readonly HoldFact[]): AnswersRead {
  const { facts } = answers;
  return { ...answers, facts: { ...facts, answers: { ...facts.answers, holds } } };
}
