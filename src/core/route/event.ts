import { type GivenComment, givenComment, isForUs } from './comment.ts';
import { type Key, keyText } from './key.ts';
import { listAt, nameAt, numberAt, shaAt, textAt, valueAt, wholeNumber } from './payload.ts';
import { mayChangeRules } from './push.ts';

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
  merge_group: onAction(['checks_requested'], (payload) =>
    mergeGroupKeys(
      payload,
      branchOf(textAt(payload, 'merge_group', 'base_ref')),
      shaAt(payload, 'merge_group', 'head_sha'),
    ),
  ),
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

const buttons = ['recheck', 'explain', 'draft'];

/** A press counts as its person's: a bot presses nothing (github-facts T18). */
function pressKeys(payload: unknown): readonly Key[] {
  const sha = shaAt(payload, 'check_run', 'head_sha');
  const button = textAt(payload, 'requested_action', 'identifier') ?? '';
  const id = numberAt(payload, 'sender', 'id');
  const login = nameAt(payload, 'sender', 'login');
  if (sha === undefined || id === undefined || login === undefined || !buttons.includes(button)) return [];
  if (textAt(payload, 'sender', 'type') !== 'User') return [];
  const person = { id, login, type: 'User' } as const;
  return withRepository(payload, (owner, repo) => ({ kind: 'press', owner, repo, sha, button, person }));
}

/**
 * A comment is work when it holds a command, and when somebody else edits or deletes one of ours: an answer may be gone
 * with it. What else people say to each other is no news, and neither is what we wrote ourselves.
 */
function commentKeys(payload: unknown, ownApp: number | null): readonly Key[] {
  const given = givenComment(payload);
  if (given !== null) return isForUs(given) ? commandKeys(payload, given) : [];
  const author = valueAt(payload, 'comment', 'performed_via_github_app', 'id');
  const isOurs = ownApp !== null && author === ownApp && textAt(payload, 'action') !== 'created';
  const isOwnWork = numberAt(payload, 'sender', 'id') === numberAt(payload, 'comment', 'user', 'id');
  const pullRequest = valueAt(payload, 'issue', 'pull_request') ?? null;
  if (!isOurs || isOwnWork) return [];
  const number = numberAt(payload, 'issue', 'number');
  return pullRequest === null ? incidentKeys(payload, number) : pullRequestKeys(payload, number);
}

function commandKeys(payload: unknown, { number, id }: GivenComment): readonly Key[] {
  return withRepository(payload, (owner, repo) => ({ kind: 'command', owner, repo, number, comment: id }));
}

/**
 * The pull requests that GitHub ties to a run or suite, else its commit: for forks the list is empty. Entries of another
 * repository (the same branch offered upstream) are not ours to judge.
 */
function headKeys(payload: unknown, object: string): readonly Key[] {
  const repository = numberAt(payload, 'repository', 'id');
  const own = listAt(payload, object, 'pull_requests').filter(
    (entry) => repository !== undefined && numberAt(entry, 'base', 'repo', 'id') === repository,
  );
  const keys = own.flatMap((entry) => pullRequestKeys(payload, numberAt(entry, 'number')));
  const sha = shaAt(payload, object, 'head_sha') ?? shaAt(payload, object, 'check_suite', 'head_sha');
  const branch = textAt(payload, object, 'head_branch') ?? textAt(payload, object, 'check_suite', 'head_branch');
  const queued = queuedFor(branch);
  if (queued !== undefined) return mergeGroupKeys(payload, queued, sha);
  return keys.length > 0 ? keys : commitKeys(payload, sha);
}

/** What runs on a group of the merge queue, and GitHub's making of its branch, name the branch that it is for. */
const queueBranches = 'gh-readonly-queue/';

/** `main` of `gh-readonly-queue/main/pr-7-<sha>`; undefined for every other branch. Only the queue says what is in it. */
function queuedFor(branch: string | undefined): string | undefined {
  if (branch === undefined || !branch.startsWith(queueBranches)) return undefined;
  const base = branch.slice(queueBranches.length, Math.max(queueBranches.length, branch.lastIndexOf('/')));
  return base === '' ? undefined : base;
}

function branchOf(ref: string | undefined): string | undefined {
  return ref?.startsWith('refs/heads/') === true ? ref.slice('refs/heads/'.length) : ref;
}

function mergeGroupKeys(payload: unknown, base_ref: string | undefined, sha: string | undefined): readonly Key[] {
  if (base_ref === undefined || base_ref === '' || base_ref.length > 255 || sha === undefined) return [];
  return withRepository(payload, (owner, repo) => ({ kind: 'merge_group', owner, repo, base_ref, sha }));
}

/**
 * Only the default branch holds what every pull request is judged by. The push that makes a group's branch tells of the
 * group as its own event does, so that losing one of them loses nothing.
 */
function pushKeys(payload: unknown): readonly Key[] {
  const queued = queuedFor(branchOf(textAt(payload, 'ref')));
  if (queued !== undefined) {
    return valueAt(payload, 'deleted') === true ? [] : mergeGroupKeys(payload, queued, shaAt(payload, 'after'));
  }
  const branch = textAt(payload, 'repository', 'default_branch');
  const isDefault = branch !== undefined && textAt(payload, 'ref') === `refs/heads/${branch}`;
  if (!isDefault) return [];
  return [...(mayChangeRules(payload) ? repositoryKeys(payload) : []), ...defaultBranchKeys(payload)];
}

/** A merge tells of the default branch too, should its push get lost. */
function mergedKeys(payload: unknown): readonly Key[] {
  const isMerged = textAt(payload, 'action') === 'closed' && valueAt(payload, 'pull_request', 'merged') === true;
  return isMerged ? defaultBranchKeys(payload) : [];
}

function defaultBranchKeys(payload: unknown): readonly Key[] {
  return withRepository(payload, (owner, repo) => ({ kind: 'default_branch', owner, repo }));
}

/** Which label blocks is the policy's to say: an issue without any can't. */
function issueKeys(payload: unknown, ownApp: number | null): readonly Key[] {
  const labels = [valueAt(payload, 'label', 'name'), ...listAt(payload, 'issue', 'labels')];
  const isLabelled = labels.some((label) => label !== undefined && label !== null);
  return [...(isLabelled ? repositoryKeys(payload) : []), ...takenAwayKeys(payload, ownApp)];
}

/** An issue of ours that somebody else closed or took a label from: a hold must not end by that. */
function takenAwayKeys(payload: unknown, ownApp: number | null): readonly Key[] {
  if (ownApp === null || !['closed', 'unlabeled'].includes(textAt(payload, 'action') ?? '')) return [];
  const app = valueAt(payload, 'issue', 'performed_via_github_app', 'id') ?? null;
  // Where GitHub doesn't name the App, any bot's issue may be ours.
  const isOurs = app === null ? textAt(payload, 'issue', 'user', 'type') === 'Bot' : app === ownApp;
  const isOwnWork = numberAt(payload, 'sender', 'id') === numberAt(payload, 'issue', 'user', 'id');
  return isOurs && !isOwnWork ? incidentKeys(payload, numberAt(payload, 'issue', 'number')) : [];
}

function incidentKeys(payload: unknown, number: number | undefined): readonly Key[] {
  if (number === undefined) return [];
  return withRepository(payload, (owner, repo) => ({ kind: 'incident', owner, repo, number }));
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

function repositoryKeys(payload: unknown): readonly Key[] {
  return withRepository(payload, (owner, repo) => ({ kind: 'repository', owner, repo }));
}

function installationKeys(payload: unknown): readonly Key[] {
  const id = numberAt(payload, 'installation', 'id');
  return id === undefined ? [] : [{ kind: 'installation', id }];
}

function pullRequestKeys(payload: unknown, number: number | undefined): readonly Key[] {
  if (number === undefined) return [];
  return withRepository(payload, (owner, repo) => ({ kind: 'pull_request', owner, repo, number }));
}

function commitKeys(payload: unknown, sha: string | undefined): readonly Key[] {
  return sha === undefined ? [] : withRepository(payload, (owner, repo) => ({ kind: 'commit', owner, repo, sha }));
}

function withRepository(payload: unknown, key: (owner: string, repo: string) => Key): readonly Key[] {
  const owner = nameAt(payload, 'repository', 'owner', 'login') ?? nameAt(payload, 'repository', 'owner', 'name');
  const repo = nameAt(payload, 'repository', 'name');
  return owner === undefined || repo === undefined ? [] : [key(owner, repo)];
}
