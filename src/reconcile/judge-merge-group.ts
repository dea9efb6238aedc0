import { canonicalJson } from '../core/canonical/json.ts';
import { decide } from '../core/decide.ts';
import { groupVerdict, type JudgedMember } from '../core/gate/group/verdict.ts';
import type { Capsule, Decision, Snapshot } from '../generated/types.ts';
import { makeCapsule } from '../records/capsule.ts';
import { prepareJudgement } from '../records/judgement.ts';
import { faultCheck } from '../report/check/fault-check.ts';
import { groupCheck } from '../report/check/group-check.ts';
import type { FaultShown } from '../report/output.ts';
import { checkRunDifference } from './difference.ts';
import type { Clock, Packing, PullRequestReader, PullRequestWriter, Write, WriteResult } from './ports.ts';
import type { MergeGroupKey, MergeGroupObservation, MergeGroupReader } from './ports/merge-group.ts';

export interface JudgeGroupParts {
  readonly groups: MergeGroupReader;
  readonly reader: Pick<PullRequestReader, 'observe'>;
  readonly writer: PullRequestWriter;
  readonly packing: Packing;
  readonly clock: Clock;
}

/** What a group's judgement came to. */
export interface JudgedGroup {
  /** In the order of merging; none = nothing was judged: no policy, no such group any more, or not known who is in it. */
  readonly decisions: readonly Decision[];
  readonly capsules: readonly Capsule[];
  readonly writes: readonly Write[];
  readonly results: readonly WriteResult[];
  /** When it has to be judged again at the latest, milliseconds since the epoch; null = it has its last answer. */
  readonly again: number | null;
}

/** Minutes that GitHub's answer to a queue's question may lag behind (github-facts F23). */
const youth = 2 * 60_000;
const soon = 10_000;
/** A group that waits is looked at this often, in case an event got lost. */
const between = 2 * 60_000;
/** One that could not be judged is tried again so soon. */
const retried = 30_000;
/** While the queue's timeout isn't known, minutes. */
const unknownTimeout = 5;

/**
 * Judges every pull request of a group on the group's tree, and answers the queue: go is success, block is failure, and a
 * wait is one that may still clear, until shortly before the queue gives up, then failure (DESIGN 6). Throws what the
 * ports throw.
 */
export async function judgeMergeGroup(
  parts: JudgeGroupParts,
  key: MergeGroupKey,
  write: boolean,
): Promise<JudgedGroup> {
  const { groups, packing, clock } = parts;
  const now = clock.now();
  const group = await groups.observe(key);
  const nothing = { decisions: [], capsules: [], writes: [], results: [], again: null };
  if (!group.has_policy) return nothing;
  const { members } = group;
  if (members.kind === 'gone') {
    // Its event may have come before its entry can be read.
    const isYoung = now.getTime() - Date.parse(group.created_at) < youth;
    return { ...nothing, again: isYoung ? now.getTime() + soon : null };
  }
  if (members.kind === 'unclear') {
    // A replica that lags still shows the queue from before the merge that came of an answer. A group that can't be read after
    // that waits, whatever was said of it: who is in it may not be who was judged.
    const isAnswered = group.target.own_checks.some(({ status }) => status === 'completed');
    if (isAnswered && group.answered_lately) return { ...nothing, again: now.getTime() + retried };
    return answered(parts, key, group, { judged: [], unclear: members.why, now, write });
  }

  const snapshots: Snapshot[] = [];
  for (const { number } of members.members) {
    const { snapshot } = await parts.reader.observe({ owner: key.owner, repo: key.repo, number }, now);
    if (snapshot === null) return nothing;
    snapshots.push(snapshot);
  }
  const judged = (await group.place(snapshots)).map((snapshot): JudgedMember => {
    const judgement = prepareJudgement(snapshot);
    return { judgement, decision: decide(judgement, packing.sha256) };
  });
  return answered(parts, key, group, { judged, unclear: null, now, write });
}

interface Found {
  readonly judged: readonly JudgedMember[];
  readonly unclear: string | null;
  readonly now: Date;
  readonly write: boolean;
}

async function answered(
  { writer, packing }: JudgeGroupParts,
  { base_ref, sha }: MergeGroupKey,
  group: MergeGroupObservation,
  { judged, unclear, now, write }: Found,
): Promise<JudgedGroup> {
  const { verdict, may_clear, observed } = groupVerdict(judged);
  const deadline = deadlineOf(group);
  const is_open = (unclear !== null || may_clear) && now.getTime() < deadline;
  const capsules = judged.map(({ judgement, decision }) => makeCapsule(judgement.snapshot, decision, packing.sha256));
  const decisions = judged.map(({ decision }) => decision);
  const [only, ...others] = capsules;
  const output = groupCheck({
    base_ref,
    head_sha: sha,
    decisions,
    verdict,
    observed,
    is_open,
    unclear,
    until: is_open ? `${new Date(deadline).toISOString().slice(0, 19)}Z` : null,
    capsulePacked: only === undefined ? null : packing.pack(canonicalJson(others.length === 0 ? only : capsules)),
  });
  const writes = checkRunDifference([output], group.target, now, packing.sha256);
  const results = write ? await writer.write(group.target, writes) : [];
  return { decisions, capsules, writes, results, again: is_open ? Math.min(deadline, now.getTime() + between) : null };
}

/**
 * When a wait becomes a failure: before the queue gives up on the group by itself, counted from the first that GitHub did
 * with it.
 */
function deadlineOf({ timeout_minutes, created_at, target }: MergeGroupObservation): number {
  const timeout = (timeout_minutes ?? unknownTimeout) * 60_000;
  const seen = [target.head_since, ...target.own_checks.map(({ started_at }) => started_at)].filter(
    (at) => at !== null,
  );
  const begun = Math.min(...(seen.length === 0 ? [created_at] : seen).map(Date.parse));
  return begun + timeout - Math.min(2 * 60_000, timeout / 5);
}

/**
 * When a group that can't be judged now is tried again, milliseconds since the epoch: at the deadline at the latest; null =
 * no more, since the queue would give up before. Throws what the ports throw.
 */
export async function nextTry({ groups, clock }: JudgeGroupParts, key: MergeGroupKey): Promise<number | null> {
  const now = clock.now().getTime();
  const deadline = deadlineOf(await groups.observe(key));
  return now < deadline ? Math.min(deadline, now + retried) : null;
}

/** Says on a group that it could not be judged, so that the queue need not wait for its timeout. Throws what the ports throw. */
export async function reportGroupFault(
  { groups, writer, packing, clock }: JudgeGroupParts,
  key: MergeGroupKey,
  fault: FaultShown,
): Promise<void> {
  const group = await groups.observe(key);
  if (!group.has_policy || group.members.kind === 'gone') return;
  await writer.write(group.target, checkRunDifference([faultCheck(fault)], group.target, clock.now(), packing.sha256));
}
