import { groupKeys, headKeys, mergedKeys, pushKeys } from './branch-keys.ts';
import { commentKeys, pressKeys } from './comment-keys.ts';
import { issueKeys } from './issue-keys.ts';
import { type Key, keyText } from './key.ts';
import { numberAt, shaAt, textAt, valueAt, wholeNumber } from './payload.ts';
import { commitKeys, installationKeys, pullRequestKeys, repositoryKeys } from './payload-keys.ts';

/**
 * The keys of a GitHub event. An event is a nudge: only where to look is taken from it, everything else is read anew
 * (DESIGN 3). What is missing or malformed gives no key. `ownApp` is our App's id, whose own checks and comments are no
 * news (null where there is no App); a press on one of our buttons is.
 */
export function keysOf(event: string, payload: unknown, ownApp: number | null): readonly Key[] {
  const route = Object.hasOwn(routes, event) ? routes[event] : undefined;
  const keys = route === undefined ? [] : route(payload, ownApp);
  return [...new Map(keys.map((key) => [keyText(key), key])).values()];
}

/** Whether anything is done about an event of that name. */
export function isRead(event: string): boolean {
  return Object.hasOwn(routes, event);
}

type Route = (payload: unknown, ownApp: number | null) => readonly Key[];

const labelledActions = ['labeled', 'unlabeled', 'opened', 'closed', 'reopened', 'deleted', 'transferred'];
const alertActions = ['created', 'appeared_in_branch', 'fixed', 'reopened', 'reopened_by_user', 'closed_by_user'];

const routes: Readonly<Record<string, Route>> = {
  pull_request: onAction(
    [
      'opened',
      'synchronize',
      'edited',
      'reopened',
      'ready_for_review',
      'converted_to_draft',
      'closed',
      'labeled',
      'unlabeled',
      'assigned',
      'unassigned',
      'auto_merge_enabled',
      'enqueued',
      'dequeued',
    ],
    (payload) => [...pullRequestKeys(payload, numberAt(payload, 'pull_request', 'number')), ...mergedKeys(payload)],
  ),
  pull_request_review: onAction(['submitted', 'edited', 'dismissed'], (payload) =>
    pullRequestKeys(payload, numberAt(payload, 'pull_request', 'number')),
  ),
  issue_comment: onAction(['created', 'edited', 'deleted'], commentKeys),
  check_run: checkRoute('check_run'),
  check_suite: checkRoute('check_suite'),
  workflow_run: onAction(['completed'], (payload) => headKeys(payload, 'workflow_run')),
  merge_group: onAction(['checks_requested'], groupKeys),
  status: (payload) => commitKeys(payload, shaAt(payload, 'sha')),
  push: pushKeys,
  issues: onAction(labelledActions, issueKeys),
  code_scanning_alert: onAction(alertActions, alertKeys),
  repository: onAction(['renamed', 'transferred', 'edited', 'unarchived'], repositoryKeys),
  member: onAction(['added', 'edited', 'removed'], repositoryKeys),
  team: onAction(['edited', 'deleted', 'added_to_repository', 'removed_from_repository'], peopleKeys),
  membership: onAction(['added', 'removed'], peopleKeys),
  organization: onAction(['member_added', 'member_removed', 'renamed'], peopleKeys),
  // What was taken away can't be read any more.
  installation: onAction(['created', 'unsuspend', 'new_permissions_accepted'], installationKeys),
  installation_repositories: onAction(['added'], installationKeys),
};

function onAction(actions: readonly string[], route: Route): Route {
  return (payload, ownApp) => (actions.includes(textAt(payload, 'action') ?? '') ? route(payload, ownApp) : []);
}

/** `rerequested` and `requested_action` come from a person's press and only ever reach the check's own App. */
function checkRoute(object: 'check_run' | 'check_suite'): Route {
  return onAction(['completed', 'rerequested', 'requested_action'], (payload, ownApp) => {
    const isOurs = ownApp !== null && valueAt(payload, object, 'app', 'id') === ownApp;
    const action = textAt(payload, 'action');
    if (action === 'requested_action') return isOurs ? pressKeys(payload) : [];
    return isOurs && action === 'completed' ? [] : headKeys(payload, object);
  });
}

/** An alert of a pull request concerns it alone; of another branch, whoever has that commit as head. */
function alertKeys(payload: unknown): readonly Key[] {
  const ref = textAt(payload, 'ref') ?? '';
  const [refs, kind, number = ''] = ref.split('/');
  if (refs === 'refs' && kind === 'pull') return pullRequestKeys(payload, wholeNumber(number));
  const sha = shaAt(payload, 'commit_oid');
  const branch = textAt(payload, 'repository', 'default_branch');
  const isElsewhere = refs === 'refs' && kind === 'heads' && branch !== undefined && ref !== `refs/heads/${branch}`;
  return isElsewhere && sha !== undefined ? commitKeys(payload, sha) : repositoryKeys(payload);
}

/** Whom roles mean may have changed in all repositories of the organisation, or in the one that is named. */
function peopleKeys(payload: unknown): readonly Key[] {
  const repository = repositoryKeys(payload);
  return repository.length > 0 ? repository : installationKeys(payload);
}
