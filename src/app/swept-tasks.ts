import type { RepositoryKey } from '../reconcile/ports/default-branch.ts';
import type { SweptRepository } from '../reconcile/sweep-repository.ts';
import type { Follow, Place } from '../reconcile/task.ts';

/** What a sweep of a repository comes down to. Commands go before all else, as ever; the rest after what people wait for. */
export function foundTasks({ owner, repo }: RepositoryKey, place: Place, found: SweptRepository): readonly Follow[] {
  const at = { owner, repo };
  const low = { place, lane: 'sweep' } as const;
  const judged = found.pull_requests.map(
    (number): Follow => ({ key: { kind: 'pull_request', ...at, number }, ...low }),
  );
  const groups = found.groups.map((group): Follow => ({ key: { kind: 'merge_group', ...at, ...group }, ...low }));
  const commands = found.commands.map(
    (comment): Follow => ({
      key: { kind: 'command', ...at, number: comment.number, comment: comment.id },
      place,
      comment,
    }),
  );
  const branch: Follow = { key: { kind: 'default_branch', ...at }, ...low };
  const all: Follow = { key: { kind: 'repository', ...at }, ...low };
  return [
    ...commands,
    ...groups,
    ...found.incidents.map((number): Follow => ({ key: { kind: 'incident', ...at, number }, ...low })),
    ...(found.branch_moved ? [branch] : []),
    ...(found.ungoverned_now ? [all] : []),
    ...judged,
  ];
}
