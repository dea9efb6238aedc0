import { type BranchUpdate, bypassOf, type Gate, isJudged } from '../core/gate/bypass.ts';
import type { BypassEffect, EffectivePolicy, PolicySource } from '../generated/types.ts';
import {
  bypassWords,
  incidentBody,
  incidentMarker,
  incidentTitle,
  mentionBody,
  mentionMarker,
} from '../report/comment/incident.ts';
import type { Sha256 } from '../core/judgement.ts';
import { bypassRecord } from './bypass-record.ts';
import type { Clock } from './ports.ts';
import type { DefaultBranchRead, DefaultBranchReader, IncidentWriter, RepositoryKey } from './ports/default-branch.ts';

export interface DetectParts {
  readonly reader: DefaultBranchReader;
  readonly writer: IncidentWriter;
  readonly clock: Clock;
  readonly gate: Gate;
  /** The policy as it is in force; null = it can't be used, so nobody can tell what is governed. */
  readonly policyOf: (source: PolicySource) => Promise<EffectivePolicy | null>;
  readonly sha256: Sha256;
}

export interface Detected {
  /** Newest commit that was looked at: the next look goes on from there. */
  readonly head: string;
  /** Whether there is more to look at. */
  readonly more: boolean;
  readonly bypasses: readonly BypassEffect[];
}

/** Without a commit to go on from, this far is looked back, milliseconds: what came before we were there is none of ours. */
const farthest = 3_600_000;

/**
 * Looks at what came to the default branch (T39): a governed change that no judged-success pull request brought gets an
 * incident issue with its record, once, however often it is looked at. Throws what the ports throw.
 */
export async function detectBypasses(parts: DetectParts, key: RepositoryKey, since: string | null): Promise<Detected> {
  const { reader, clock, gate } = parts;
  const now = clock.now();
  const read = await reader.updates(key, since, new Date(now.getTime() - farthest));
  const bypasses: BypassEffect[] = [];
  let lastPolicy: EffectivePolicy | null = null;
  for (const { policy: source, ...update } of read.updates) {
    // A policy that can't be used doesn't open the way: what was in force before it still says what is governed.
    const policy: EffectivePolicy | null = source === null ? null : ((await parts.policyOf(source)) ?? lastPolicy);
    lastPolicy = policy;
    if (policy === null || isJudged(update, read.branch, gate)) continue;
    const files = await reader.files(key, update);
    const bypass = bypassOf(update, read.branch, gate, { files, policy });
    if (bypass === null) continue;
    bypasses.push(bypass);
    await report(parts, key, { bypass, update, policy, read, now });
  }
  return { head: read.head, more: read.more, bypasses };
}

interface Found {
  readonly bypass: BypassEffect;
  readonly update: BranchUpdate;
  readonly policy: EffectivePolicy;
  readonly read: DefaultBranchRead;
  readonly now: Date;
}

async function report(
  { writer, sha256 }: DetectParts,
  key: RepositoryKey,
  { bypass, update, policy, read, now }: Found,
): Promise<void> {
  const { repository, branch } = read;
  const { before, at } = update;
  const incident = await writer.open(key, repository.id, {
    marker: incidentMarker(bypass),
    title: incidentTitle(bypass),
    body: incidentBody(bypass, { url: repository.url, branch, before, at }),
    assignees: ownersOf(bypass, policy),
  });
  const record = bypassRecord(incident.thread, bypass, bypassWords(bypass), now, sha256);
  if (record !== null) await writer.comment(key, incident, record);
  if (bypass.pull_request === null) return;
  await writer.mention(key, bypass.pull_request, mentionMarker(bypass), mentionBody(bypass, incident));
}

/** GitHub takes at most ten. */
const mostAssignees = 10;

/** People by name in the roles that must review the changed surfaces; members of teams are nobody's to name (DESIGN 6). */
function ownersOf({ surfaces }: BypassEffect, { surfaces: all, roles }: EffectivePolicy): readonly string[] {
  const names = surfaces.flatMap((name) => (Object.hasOwn(all, name) ? (all[name]?.requires.reviews ?? []) : []));
  const users = names.flatMap((name) => (Object.hasOwn(roles, name) ? (roles[name]?.users ?? []) : []));
  return [...new Set(users.map(({ login }) => login))].slice(0, mostAssignees);
}
