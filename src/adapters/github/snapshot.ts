import type { PermissionFact, Person, PolicySource, Snapshot, StatusFact } from '../../generated/types.ts';
import type { Needs } from '../../reconcile/ports/needs.ts';
import type { AnswersRead } from '../../reconcile/ports/thread.ts';
import { statusNodes } from './facts/statuses.ts';
import { commitsOf, pushesOf } from './facts/commits.ts';
import { filesOf, type PreviousPaths } from './facts/files.ts';
import { idUsesOf, issuesOf } from './facts/findings.ts';
import { distinct, personAt } from './facts/person.ts';
import { policyOf } from './facts/policy.ts';
import type { PullRequestFacts, RepositoryFacts } from './facts/pull-request.ts';
import { askingOf, peopleBehind } from './facts/requesters.ts';
import { reviewsOf, timelineOf } from './facts/reviews.ts';
import { teamOf } from './facts/roles.ts';
import { textAt } from './json-value.ts';
import { type NeededFacts, recordFacts } from './needed-facts.ts';
import type { Batch } from './batch.ts';
import type { ReaderOptions } from './reader-options.ts';
import type { BranchActivity } from './rest/activity.ts';
import type { Collected } from './query/connection.ts';

/** What was read of a pull request so far. */
export interface Reading {
  readonly now: Date;
  /** People who must be looked at besides those who acted. */
  readonly asking: readonly Person[];
  readonly answers: AnswersRead;
  readonly first: Batch;
  readonly repository: RepositoryFacts;
  readonly pullRequest: PullRequestFacts;
  readonly previousPaths: PreviousPaths;
  readonly needed: NeededFacts;
  readonly activity: BranchActivity | null;
  /** Whether it is read as it was when it was merged. */
  readonly isPast: boolean;
  /** The organisation's defaults; null = there are none. */
  readonly organization: PolicySource | null;
  /** What is judged by in the place of the default branch's policy; null = that one. */
  readonly policy: PolicySource | null;
}

/** What only the last step reads. */
export type LateFacts = Pick<Snapshot, 'checks' | 'reports' | 'patches' | 'code_scanning'> & {
  readonly permissions: readonly PermissionFact[];
};

export const nothingLate: LateFacts = {
  checks: { complete: true, list: [] },
  reports: [],
  patches: [],
  code_scanning: { complete: true, open: [] },
  permissions: [],
};

const none: Collected = { complete: false, total: null, nodes: [] };

/**
 * The snapshot of what was read: what the judgement doesn't need is left out, and every list is in an order of its own,
 * so that the App and the Action make the same bytes.
 */
export function snapshotOf(
  reading: Reading,
  needs: Needs,
  late: LateFacts,
  { marks, app }: Pick<ReaderOptions, 'marks' | 'app'>,
): Snapshot {
  const { first, pullRequest, needed } = reading;
  const list = (name: string): Collected => first.lists.get(name) ?? none;
  const { repository } = reading.repository;
  const reviews = reviewsOf(list('reviews'));
  const timeline = timelineOf(list('timeline'));
  const policy = first.answers.get('policy');
  const records = recordFacts(needed, needs);
  const said = reading.answers.facts;
  const acted = new Set(
    [
      ...reviews.list.map(({ person }) => person),
      ...said.human_attestations.map(({ person }) => person),
      ...said.waivers.flatMap(({ owner, second_approver }) => [owner, second_approver]),
      ...reading.asking,
    ].flatMap((person) => person?.id ?? []),
  );
  const { state, number } = pullRequest.pull_request;
  return {
    version: 1,
    now: `${reading.now.toISOString().slice(0, 19)}Z`,
    repository,
    pull_request: pullRequest.pull_request,
    policy: reading.policy ?? (policy === undefined ? null : policyOf(repository.full_name, policy)),
    organization_policy: reading.organization,
    codeowners: codeownersOf(needs, needed),
    files: filesOf(list('files'), pullRequest.changed_files, reading.previousPaths),
    records: records === 'unread' ? [] : records,
    commits: commitsOf(list('commits')),
    pushers: pushersOf(reading, timeline.complete && state === 'open'),
    requesters: requestersOf(reading),
    // A change of the base that wasn't read could void any approval.
    reviews: { ...reviews, complete: reviews.complete && timeline.complete },
    base_changes: timeline.base_changes,
    patches: late.patches,
    teams: sorted(needs.teams).map((slug) => teamOf(slug, needed.teams.get(slug) ?? none, acted)),
    users: sorted(needs.users).flatMap((login) => needed.users.get(login) ?? []),
    permissions: late.permissions,
    checks: late.checks,
    statuses: statusesOf(list('rollup'), needs, pullRequest.pull_request.head_sha),
    reports: late.reports,
    attestations: [],
    human_attestations: said.human_attestations,
    waivers: said.waivers,
    signal_files: needs.files
      .flatMap(({ path }) => needed.files.get(path) ?? [])
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    surface_digests: [],
    trees: pullRequest.trees,
    issues: needs.issues_label === null ? { complete: true, open: [] } : issuesOf(needed.issues ?? none),
    code_scanning: late.code_scanning,
    id_uses:
      needs.change_ids.length === 0
        ? { complete: true, list: [] }
        : idUsesOf(needed.openPullRequests ?? none, {
            self: number,
            headSha: pullRequest.pull_request.head_sha,
            change_ids: needs.change_ids,
            bundle_ids: needs.bundle_ids,
            app,
            externalId: marks.external_id,
            usesIn: marks.usesIn,
          }),
    freezes: [],
    answers: said.answers,
  };
}

function codeownersOf(needs: Needs, { codeowners }: NeededFacts): Snapshot['codeowners'] {
  if (!needs.codeowners) return null;
  return codeowners === 'unread' ? { path: 'CODEOWNERS', blob: '', text: null, error_lines: [] } : codeowners;
}

/** Without the branch's own log nobody knows who pushed last, unless the past is looked at (see `pushesToHead`). */
function pushersOf({ first, pullRequest, activity, isPast }: Reading, whole: boolean): Snapshot['pushers'] {
  const commits = first.lists.get('commits') ?? none;
  const { people, head_known } = pushesOf(commits, pullRequest.pull_request.head_sha);
  const { force_pushers } = timelineOf(first.lists.get('timeline') ?? none);
  return {
    known: whole && (activity?.head_known === true || (isPast && head_known)),
    list: distinct([...people, ...force_pushers, ...(activity?.people ?? [])]),
  };
}

/** A person's own pull request asks for itself; a bot's was asked for by somebody (DESIGN 5), who can't take it back. */
function requestersOf({ first, pullRequest, needed, isPast }: Reading): Snapshot['requesters'] {
  if (pullRequest.pull_request.author?.type !== 'Bot') return { known: true, list: [] };
  const { complete, assigned } = timelineOf(first.lists.get('timeline') ?? none);
  const { logins, whole } = askingOf(pullRequest.body, pullRequest.body_edited ? (needed.bodyTexts ?? 'unread') : null);
  const { known, people } = peopleBehind(logins, needed.users);
  return {
    known: isPast || (complete && whole && known),
    list: distinct([...pullRequest.assignees, ...assigned, ...people]),
  };
}

function statusesOf(collected: Collected, needs: Needs, sha: string): Snapshot['statuses'] {
  if (needs.statuses.length === 0) return { complete: true, list: [] };
  let complete = collected.complete;
  const list = statusNodes(collected).flatMap((node): StatusFact[] => {
    const context = textAt(node, 'context');
    const state = states.find((known) => known === textAt(node, 'state')?.toLowerCase());
    const created_at = textAt(node, 'createdAt');
    if (context !== null && !needs.statuses.includes(context)) return [];
    if (context === null || state === undefined || created_at === null) {
      complete = false;
      return [];
    }
    return [{ context, state, creator: personAt(node, 'creator'), created_at, sha }];
  });
  list.sort((a, b) => (a.context < b.context ? -1 : a.context > b.context ? 1 : a.created_at < b.created_at ? -1 : 1));
  return { complete, list };
}

const states = ['success', 'failure', 'error', 'pending', 'expected'] as const;

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
