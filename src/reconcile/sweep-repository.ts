import { canonicalJson } from '../core/canonical/json.ts';
import type { Sha256 } from '../core/judgement.ts';
import { pullRequestsToJudge, type SweptPullRequest } from '../core/recovery/open-pull-requests.ts';
import type { GivenComment } from '../core/route/comment.ts';
import { isRule } from '../core/route/push.ts';
import type { RepositoryKey } from './ports/default-branch.ts';
import type { ListedPullRequest, OpenPullRequestReader } from './ports/open-pull-requests.ts';
import type { RepositoryComments } from './ports/repository-comments.ts';
import { sweepCommands } from './sweep-commands.ts';
import { closedSince } from './sweep-incidents.ts';

/** Without a watermark commands are looked for so far back, milliseconds: older ones were not meant for us. */
const farthest = 24 * 3_600_000;

export interface RepositorySweepParts {
  readonly reader: OpenPullRequestReader;
  readonly comments: RepositoryComments;
  readonly sha256: Sha256;
}

/** What was found in a repository, and what the next sweep goes on from. */
export interface SweptRepository {
  readonly governed: boolean;
  /** Whether the policy went away: then every open pull request is told. */
  readonly ungoverned_now: boolean;
  /** Whether anything came to the default branch since the last sweep. */
  readonly branch_moved: boolean;
  /** How many pull requests are open. */
  readonly open: number;
  readonly pull_requests: readonly number[];
  /** Those that were open at the last sweep and are no more: what they held back is free. */
  readonly closed: readonly number[];
  readonly groups: readonly { readonly base_ref: string; readonly sha: string }[];
  readonly commands: readonly GivenComment[];
  /** Numbers of incidents that were closed, or changed since: one whose hold is in force is opened again. */
  readonly incidents: readonly number[];
  /** To be kept once all of it is sure to be worked on; a lost one costs a judgement of everything that is open. */
  readonly note: string;
}

/**
 * Looks at a repository from afar for what no delivery told of (github-facts F5, F6): open pull requests that changed since
 * the last sweep or have no fresh gate, groups of a merge queue without a verdict, commands that nobody answered. Without
 * a policy it looks no further. `givenUp`: numbers of pull requests whose work was. `now` is
 * by GitHub's clock. Throws what the ports throw.
 */
export async function sweepRepository(
  { reader, comments, sha256 }: RepositorySweepParts,
  key: RepositoryKey,
  note: string | null,
  givenUp: ReadonlySet<number>,
  now: Date,
): Promise<SweptRepository> {
  const before = readNote(note);
  const first = await reader.page(key, null);
  if (first.policy === null || first.tip === null) {
    const nothing = {
      governed: false,
      open: 0,
      pull_requests: [],
      closed: [],
      groups: [],
      commands: [],
      incidents: [],
    };
    const ungoverned_now = before !== null && before.policy !== null;
    // What took the policy away is looked at once, by the policy before it.
    return {
      ...nothing,
      ungoverned_now,
      branch_moved: ungoverned_now,
      note: noteText({ ...nowhere, tip: first.tip, at: now.getTime() }),
    };
  }
  const { tip, policy } = first;
  const listed = [...first.pulls];
  for (let next = first.next; next !== null; ) {
    const page = await reader.page(key, next);
    listed.push(...page.pulls);
    next = page.next;
  }
  const rules = await rulesSince(reader, key, before, { tip, policy });
  const kept = new Map(before?.pulls ?? []);
  for (const number of kept.keys()) {
    if (givenUp.has(number)) kept.delete(number);
  }
  const glanced = [...new Map(listed.map((pull) => [pull.number, pull])).values()].map(({ number, seen, gate }) => ({
    number,
    gate,
    fingerprint: sha256(canonicalJson([rules, seen])).slice(0, 16),
  }));
  const pull_requests = pullRequestsToJudge(glanced, kept, now.getTime());
  const listedNumbers = new Set(glanced.map(({ number }) => number));
  const due = new Set(pull_requests);
  const pulls = glanced.map(({ number, fingerprint }): [number, SweptPullRequest] => [
    number,
    { fingerprint, judged: due.has(number) ? now.getTime() : (kept.get(number)?.judged ?? 0) },
  ]);
  // What was said while there was no policy was not said to us.
  const since =
    before === null
      ? new Date(now.getTime() - farthest)
      : new Date(Math.min(before.commands ?? Infinity, now.getTime()));
  const { commands, watermark } = await sweepCommands(comments, key, since, now);
  const incidents = await closedSince(reader, key, first.incidents, before?.incidents ?? 0);
  return {
    governed: true,
    ungoverned_now: false,
    // What came before we were there is none of ours.
    branch_moved: before !== null && before.tip !== tip,
    open: glanced.length,
    pull_requests,
    closed: (before?.pulls ?? []).flatMap(([number]) => (listedNumbers.has(number) ? [] : [number])),
    groups: await unjudgedGroups(reader, key, listed),
    commands,
    incidents: incidents.map(({ number }) => number),
    note: noteText({
      at: now.getTime(),
      tip,
      policy,
      rules,
      commands: watermark.getTime(),
      incidents: Math.max(before?.incidents ?? 0, ...incidents.map(({ updated }) => updated)),
      pulls,
    }),
  };
}

/** The commit at which the rules of judging were last seen to change: a push that touches none of them turns no pull request. */
async function rulesSince(
  reader: OpenPullRequestReader,
  key: RepositoryKey,
  before: Note | null,
  { tip, policy }: { readonly tip: string; readonly policy: string },
): Promise<string> {
  if (before?.tip === null || before?.tip === undefined || before.policy !== policy) return tip;
  if (before.tip === tip) return before.rules;
  const paths = await reader.changed(key, before.tip, tip);
  return paths === null || paths.some(isRule) ? tip : before.rules;
}

async function unjudgedGroups(
  reader: OpenPullRequestReader,
  key: RepositoryKey,
  listed: readonly ListedPullRequest[],
): Promise<SweptRepository['groups']> {
  const branches = new Set(listed.filter(({ queued }) => queued).map(({ base_ref }) => base_ref));
  const groups: { base_ref: string; sha: string }[] = [];
  for (const base_ref of branches) {
    for (const sha of await reader.unjudgedGroups(key, base_ref)) groups.push({ base_ref, sha });
  }
  return groups;
}

/** A look at what has no policy is good for so long, milliseconds, unless something is pushed meanwhile … */
const unlooked = 24 * 3_600_000;
/** … by a clock that may differ from ours. */
const skew = 10 * 60_000;

/** Whether a repository may have something to find: not one that had no policy, and to which nothing was pushed since. */
export function isWorthSweeping(note: string | null, pushed_at: string | null, now: Date): boolean {
  const before = readNote(note);
  if (before === null || before.policy !== null) return true;
  const isQuiet = Date.parse(pushed_at ?? '') < before.at - skew;
  return !isQuiet || now.getTime() - before.at > unlooked;
}

interface Note {
  /** When it was looked at, milliseconds since the epoch. */
  readonly at: number;
  readonly tip: string | null;
  /** null = there was none. */
  readonly policy: string | null;
  readonly rules: string;
  /** From when on commands are looked for, milliseconds since the epoch; null = not yet. */
  readonly commands: number | null;
  /** When the closed incident that changed last did, milliseconds since the epoch; absent = none was looked at. */
  readonly incidents?: number;
  readonly pulls: readonly (readonly [number, SweptPullRequest])[];
}

const nowhere: Note = { at: 0, tip: null, policy: null, rules: '', commands: null, pulls: [] };

function readNote(note: string | null): Note | null {
  return note === null ? null : (JSON.parse(note) as Note);
}

function noteText(note: Note): string {
  return JSON.stringify(note);
}
