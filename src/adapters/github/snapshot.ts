import type { PermissionFact, Person, PolicySource, Snapshot, StatusFact, TextFact } from '../../generated/types.ts';
import type { Needs } from '../../reconcile/ports/needs.ts';
import type { AnswersRead } from '../../reconcile/ports/thread.ts';
import { statusNodes } from './facts/statuses.ts';
import { issuesOf } from './facts/findings.ts';
import { distinct, personAt } from './facts/person.ts';
import { policyOf } from './facts/policy.ts';
import type { PullRequestFacts, RepositoryFacts } from './facts/pull-request.ts';
import { askingOf, peopleBehind } from './facts/requesters.ts';
import { teamOf } from './facts/roles.ts';
import { textAt } from './json-value.ts';
import type { ListFacts } from './list-facts.ts';
import type { NeededFacts } from './needed-facts.ts';
import type { Batch } from './batch.ts';
import type { BranchActivity } from './rest/activity.ts';
import { type Collected, unreadList } from './query/connection.ts';

/** What was read of a pull request so far. */
export interface Reading {
  readonly now: Date;
  /** People who must be looked at besides those who acted. */
  readonly asking: readonly Person[];
  readonly answers: AnswersRead;
  readonly first: Batch;
  readonly repository: RepositoryFacts;
  readonly pullRequest: PullRequestFacts;
  readonly files: Snapshot['files'];
  readonly lists: ListFacts;
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

/** What is needed, and what was read because of it. */
export interface Gathered {
  readonly needs: Needs;
  /** Texts of the record files that are there. */
  readonly records: readonly TextFact[];
  readonly late: LateFacts;
}

/** As if nothing had to be read late. */
export const nothingLate: LateFacts = {
  checks: { complete: true, list: [] },
  reports: [],
  patches: [],
  code_scanning: { complete: true, open: [] },
  permissions: [],
};

/**
 * The snapshot of what was read: what the judgement doesn't need is left out, and every list is in an order of its own,
 * so that the App and the Action make the same bytes.
 */
export function snapshotOf(reading: Reading, { needs, records, late }: Gathered): Snapshot {
  const { first, pullRequest, needed, lists } = reading;
  const { repository } = reading.repository;
  const policy = first.answers.get('policy');
  const said = reading.answers.facts;
  const { state, number } = pullRequest.pull_request;
  return {
    version: 1,
    now: `${reading.now.toISOString().slice(0, 19)}Z`,
    repository,
    pull_request: pullRequest.pull_request,
    policy: reading.policy ?? (policy === undefined ? null : policyOf(repository.full_name, policy)),
    organization_policy: reading.organization,
    codeowners: codeownersOf(needs, needed),
    files: reading.files,
    records,
    commits: lists.commits,
    pushers: pushersOf(reading, lists.timeline.complete && state === 'open'),
    requesters: requestersOf(reading),
    reviews: lists.reviews,
    base_changes: lists.timeline.base_changes,
    patches: late.patches,
    teams: teamsOf(reading, needs.teams),
    users: sorted(needs.users).flatMap((login) => needed.users.get(login) ?? []),
    permissions: late.permissions,
    checks: late.checks,
    statuses: statusesOf(first.lists.get('rollup') ?? unreadList, needs, pullRequest.pull_request.head_sha),
    reports: late.reports,
    attestations: [],
    human_attestations: said.human_attestations,
    waivers: said.waivers,
    signal_files: needs.files
      .flatMap(({ path }) => needed.files.get(path) ?? [])
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    surface_digests: [],
    trees: pullRequest.trees,
    issues: needs.issues_label === null ? { complete: true, open: [] } : issuesOf(needed.issues ?? unreadList),
    code_scanning: late.code_scanning,
    id_uses:
      needs.change_ids.length === 0
        ? { complete: true, list: [] }
        : needed.gates.uses({
            self: number,
            headSha: pullRequest.pull_request.head_sha,
            change_ids: needs.change_ids,
            bundle_ids: needs.bundle_ids,
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
function pushersOf({ lists, activity, isPast }: Reading, whole: boolean): Snapshot['pushers'] {
  const { people, head_known } = lists.pushes;
  return {
    known: whole && (activity?.head_known === true || (isPast && head_known)),
    list: distinct([...people, ...lists.timeline.force_pushers, ...(activity?.people ?? [])]),
  };
}

function teamsOf({ lists, answers, asking, needed }: Reading, slugs: readonly string[]): Snapshot['teams'] {
  if (slugs.length === 0) return [];
  const { human_attestations, waivers } = answers.facts;
  const acted = new Set<number>();
  for (const { person } of lists.reviews.list) if (person !== null) acted.add(person.id);
  for (const { person } of human_attestations) acted.add(person.id);
  for (const { owner, second_approver } of waivers) {
    acted.add(owner.id);
    if (second_approver !== null) acted.add(second_approver.id);
  }
  for (const { id } of asking) acted.add(id);
  return sorted(slugs).map((slug) => teamOf(slug, needed.teams.get(slug) ?? unreadList, acted));
}

/** A person's own pull request asks for itself; a bot's was asked for by somebody (DESIGN 5), who can't take it back. */
function requestersOf({ lists, pullRequest, needed, isPast }: Reading): Snapshot['requesters'] {
  if (pullRequest.pull_request.author?.type !== 'Bot') return { known: true, list: [] };
  const { complete, assigned } = lists.timeline;
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
  return names.length === 0 ? names : [...new Set(names)].sort();
}
