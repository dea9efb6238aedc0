import type { PatchFact, PermissionFact } from '../../generated/types.ts';
import { readEvidence } from './evidence-facts.ts';
import type { ChecksSeen } from './facts/checks.ts';
import type { Wanted } from './wanted.ts';
import type { Target } from './query/piece.ts';
import type { ReaderOptions } from './reader-options.ts';
import { isWithModes, withModes } from './modes.ts';
import { readCodeScanning } from './rest/code-scanning.ts';
import { readPatch } from './rest/comparison.ts';
import { readPermission } from './rest/permission.ts';
import type { LateFacts, Reading } from './snapshot.ts';

/** What only REST has; nothing that a known id answers from memory is asked again. */
export async function lateFacts(
  options: ReaderOptions,
  target: Target,
  reading: Reading,
  wanted: Wanted,
  checks: ChecksSeen,
): Promise<LateFacts> {
  const evidence = await evidenceOf(options, target, reading, wanted, checks);
  return {
    checks: { complete: checks.complete, list: evidence.checks },
    reports: evidence.reports,
    patches: wanted.reviewed.length === 0 ? [] : await patches(options, target, reading, wanted),
    permissions: wanted.permissions.length === 0 ? [] : await permissions(options, target, reading, wanted),
    code_scanning: wanted.code_scanning
      ? await readCodeScanning(options, target, reading.pullRequest.pull_request.head_sha)
      : { complete: true, open: [] },
  };
}

async function evidenceOf(
  options: ReaderOptions,
  target: Target,
  { repository, pullRequest, needed }: Reading,
  wanted: Wanted,
  checks: ChecksSeen,
): ReturnType<typeof readEvidence> {
  // Nothing has run yet: of a pull request that was just opened there is nothing more to ask.
  if (checks.list.length === 0 && !wanted.reports.some(({ baseline }) => baseline)) return { checks: [], reports: [] };
  return readEvidence(checks, wanted, {
    ...options,
    target,
    repositoryId: repository.repository.id,
    pullRequest,
    workflows: needed.workflows,
    baseRuns: needed.baseRuns,
  });
}

/** One comparison for the head and one for each older commit whose approval may still stand. */
async function patches(
  options: ReaderOptions,
  target: Target,
  { repository, pullRequest }: Reading,
  wanted: Wanted,
): Promise<readonly PatchFact[]> {
  const { base_sha, head_sha } = pullRequest.pull_request;
  return patchesOf(options, target, repository.repository.id, base_sha, [head_sha, ...[...wanted.reviewed].sort()]);
}

/** The patches of commits against a base; one that can't be read is left out. */
export async function patchesOf(
  { transport, memory, sha256 }: Pick<ReaderOptions, 'transport' | 'memory' | 'sha256'>,
  target: Target,
  repositoryId: number,
  base: string,
  commits: readonly string[],
): Promise<readonly PatchFact[]> {
  // Three dots: from where the commit left the base. Both are commits, so the answer never changes.
  const keyOf = (sha: string): string => `${repositoryId}:${base}...${sha}`;
  const read: PatchFact[] = [];
  for (const sha of commits) {
    const patch = memory.patches.get(keyOf(sha)) ?? (await readPatch(transport, target, base, sha, sha256));
    if (patch !== null) read.push(patch);
  }
  const list = await withModes(transport, target, read);
  for (const patch of list) if (isWithModes(patch)) memory.patches.set(keyOf(patch.sha), patch);
  return list;
}

async function permissions(
  { transport }: ReaderOptions,
  target: Target,
  { needed }: Reading,
  wanted: Wanted,
): Promise<readonly PermissionFact[]> {
  const list: PermissionFact[] = [];
  for (const person of wanted.permissions) {
    const known = needed.permissions.get(person.id) ?? 'ask REST';
    list.push(known === 'ask REST' ? await readPermission(transport, target, person) : known);
  }
  return list.sort((a, b) => a.person - b.person);
}
