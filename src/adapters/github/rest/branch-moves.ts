import type { Person } from '../../../generated/types.ts';
import type { Transport } from '../transport/transport.ts';
import { textAt } from '../json-value.ts';
import { actorOf } from './activity.ts';
import { restPages } from './pages.ts';
import type { RepositoryName } from './repository-name.ts';
import { Fault } from '../../fault.ts';

/** One move of a branch by GitHub's own log. */
export interface BranchMove {
  readonly type: string;
  readonly before: string;
  readonly after: string;
  /** UTC, by GitHub's clock. */
  readonly at: string;
  readonly person: Person | null;
}

/** The moves since a commit that the branch was at, else since a time; oldest first. Throws a Fault when they can't be read. */
export async function readBranchMoves(
  transport: Transport,
  { owner, repo }: RepositoryName,
  branch: string,
  since: string | null,
  from: Date,
): Promise<{ readonly newest: string | null; readonly moves: readonly BranchMove[] }> {
  const list = await restPages(transport, {
    template: '/repos/{owner}/{repo}/activity',
    values: { owner, repo, ref: `refs/heads/${branch}` },
    items: (data) => (Array.isArray(data) ? (data as readonly unknown[]) : []),
    mostPages: 3,
  });
  if (!list.complete && list.items.length === 0) {
    throw new Fault('github_answer_incomplete', { message: 'The log of the default branch could not be read.' });
  }
  const newestFirst = list.items.flatMap(moveOf);
  const known = since === null ? -1 : newestFirst.findIndex(({ after }) => after === since);
  const fresh =
    known >= 0 ? newestFirst.slice(0, known) : newestFirst.filter(({ at }) => Date.parse(at) >= from.getTime());
  return {
    newest: newestFirst[0]?.after ?? null,
    moves: withoutGaps(fresh.toReversed(), since),
  };
}

function moveOf(entry: unknown): readonly BranchMove[] {
  const [before, after] = [textAt(entry, 'before'), textAt(entry, 'after')];
  const [type, at] = [textAt(entry, 'activity_type'), textAt(entry, 'timestamp')];
  if (before === null || after === null || type === null || at === null) return [];
  return [{ type, before, after, at, person: actorOf(entry) }];
}

const isNothing = (sha: string): boolean => /^0+$/.test(sha);

/** A branch that was taken away and made anew went from what it was to what it is; its first making is no move. */
function withoutGaps(moves: readonly BranchMove[], since: string | null): readonly BranchMove[] {
  let last = since;
  return moves.flatMap((move) => {
    if (isNothing(move.after)) {
      last = move.before;
      return [];
    }
    const before = isNothing(move.before) ? last : move.before;
    last = move.after;
    return before === null || before === move.after ? [] : [{ ...move, before }];
  });
}
