import type { Issue } from '../../state/pull-request.ts';
import type { World } from '../../state/world.ts';

/** GraphQL's `filterBy` of issues. */
export interface IssueFilters {
  readonly assignee?: string | null;
  readonly createdBy?: string;
  readonly labels?: readonly string[];
  readonly since?: string;
  readonly states?: readonly string[];
}

/** `filterBy` wants all of its labels, unlike `labels`. */
export function isFound(world: World, issue: Issue, filter: IssueFilters): boolean {
  const login = (id: number): string => world.users.get(id)?.login.toLowerCase() ?? '';
  const own = issue.labels.map((label) => label.toLowerCase());
  const { assignee } = filter;
  return (
    (filter.states === undefined || filter.states.includes(issue.state.toUpperCase())) &&
    (filter.labels ?? []).every((label) => own.includes(label.toLowerCase())) &&
    (filter.createdBy === undefined || login(issue.authorId) === filter.createdBy.toLowerCase()) &&
    (filter.since === undefined || issue.updatedAt.getTime() >= Date.parse(filter.since)) &&
    (assignee === undefined ||
      (assignee === null
        ? issue.assigneeIds.length === 0
        : assignee === '*'
          ? issue.assigneeIds.length > 0
          : issue.assigneeIds.some((id) => login(id) === assignee.toLowerCase())))
  );
}
