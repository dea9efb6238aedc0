import type { Sha256 } from '../../core/judgement.ts';
import { compileGlob, matchesAny } from '../../core/change/surfaces/glob.ts';
import { surfaceDigest } from '../../core/change/surfaces/digest.ts';
import type { SignalFileFact, Snapshot, TextFact } from '../../generated/types.ts';
import type { Needs } from '../../reconcile/ports/needs.ts';
import { blobText } from './blob.ts';
import { codeownersOf } from './codeowners.ts';
import { commitsBetween } from './commits.ts';
import { differenceOf, filesOf } from './difference.ts';
import { patchOf } from './patch.ts';
import { branchOf, commitOf, mergeBaseOf, repositoryOf, topFolder, treeOf } from './revision.ts';
import { filesAt, hasBytes, type TreeEntry } from './tree.ts';
import { noPullRequest, nothingKnown } from './unknown-facts.ts';

/** What the reader is told and given. */
export interface CheckoutOptions {
  /** A folder of the checkout. */
  readonly folder: string;
  /** Commit, branch or tag to merge into. */
  readonly base: string;
  /** Commit, branch or tag to merge. */
  readonly head: string;
  /** What is needed, by what was read so far. */
  readonly needsOf: (snapshot: Snapshot) => Needs;
  /** Paths of each surface by the policy of the snapshot. */
  readonly surfacesOf: (snapshot: Snapshot) => ReadonlyMap<string, readonly string[]>;
  readonly sha256: Sha256;
}

const policyPath = '.github/rollout-gate.yml';
/** Rounds of needs; each is raised by what the one before brought: policy, then records, then what they name. */
const mostRounds = 4;

/** Two commits of a checkout with what both hold. */
interface Pair {
  readonly folder: string;
  readonly base: { readonly commit: string; readonly files: ReadonlyMap<string, TreeEntry> };
  readonly head: { readonly commit: string; readonly files: ReadonlyMap<string, TreeEntry> };
}

/**
 * Makes a snapshot of two commits of a local checkout, as if the one were a pull request into the other: policy and
 * CODEOWNERS from the base, files, records and commits from git. There are no reviews, checks and pushes yet; teams, open
 * findings and other uses of an id can't be read here, so what hangs on them waits.
 * Throws the fault `git_failed`.
 */
export async function readCheckout(options: CheckoutOptions, now: Date): Promise<Snapshot> {
  const folder = await topFolder(options.folder);
  const [base, head] = [await commitOf(folder, options.base), await commitOf(folder, options.head)];
  const from = await mergeBaseOf(folder, base, head);
  const pair: Pair = {
    folder,
    base: { commit: base, files: await filesAt(folder, base) },
    head: { commit: head, files: await filesAt(folder, head) },
  };
  const difference = await differenceOf(folder, from, head);
  const time = `${now.toISOString().slice(0, 19)}Z`;
  const { full_name, default_branch } = await repositoryOf(folder);
  const base_ref = await branchOf(folder, options.base);
  const first: Snapshot = {
    ...nothingKnown(time),
    repository: { id: 0, full_name, owner_type: 'Organization', default_branch: default_branch ?? base_ref },
    pull_request: { ...noPullRequest, head_sha: head, base_ref, base_sha: base, created_at: time },
    policy: await policyOf(pair, full_name),
    files: filesOf(difference),
    commits: await commitsBetween(folder, base, head),
    patches: [await patchOf(folder, difference, [from, head], options.sha256)],
    trees: [
      { commit: base, tree: await treeOf(folder, base) },
      { commit: head, tree: await treeOf(folder, head) },
    ],
  };
  return withNeeds({ ...first, surface_digests: surfaceDigests(options, first, pair) }, pair, options.needsOf);
}

/** Reads what is needed until what was read raises no new need. */
async function withNeeds(start: Snapshot, pair: Pair, needsOf: CheckoutOptions['needsOf']): Promise<Snapshot> {
  let snapshot = start;
  let before = '';
  for (let round = 0; round < mostRounds; round += 1) {
    const needs = needsOf(snapshot);
    if (JSON.stringify(needs) === before) break;
    before = JSON.stringify(needs);
    snapshot = {
      ...snapshot,
      records: await recordsOf(needs, pair),
      codeowners: needs.codeowners ? await codeownersOf(pair.folder, pair.base.files) : null,
      signal_files: await filesNamed(needs, pair),
      teams: needs.teams.map((team) => ({ team, readable: false, size: 0, acted: [] })),
      issues: { complete: needs.issues_label === null, open: [] },
      code_scanning: { complete: !needs.code_scanning, open: [] },
      id_uses: { complete: needs.change_ids.length === 0, list: [] },
    };
  }
  return snapshot;
}

async function policyOf({ folder, base }: Pair, repository: string): Promise<Snapshot['policy']> {
  const entry = base.files.get(policyPath);
  if (entry === undefined) return null;
  const { text } = await blobText(folder, entry.blob);
  return { repository, path: policyPath, commit: base.commit, blob: entry.blob, text };
}

async function recordsOf({ records }: Needs, pair: Pair): Promise<readonly TextFact[]> {
  const facts: TextFact[] = [];
  for (const path of records) {
    for (const at of ['head', 'base'] as const) {
      const { commit, files } = pair[at];
      const entry = files.get(path);
      if (entry === undefined || !hasBytes(entry)) continue;
      facts.push({ path, at, commit, blob: entry.blob, ...(await blobText(pair.folder, entry.blob)) });
    }
  }
  return facts;
}

async function filesNamed({ files }: Needs, { folder, head }: Pair): Promise<readonly SignalFileFact[]> {
  const facts: SignalFileFact[] = [];
  for (const { path, text: wanted } of files) {
    const entry = head.files.get(path);
    const text = entry !== undefined && wanted && hasBytes(entry) ? (await blobText(folder, entry.blob)).text : null;
    // Code points without blank space at the ends, as the reader of GitHub counts them.
    facts.push({ path, exists: entry !== undefined, length: text === null ? null : [...text.trim()].length });
  }
  return facts.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function surfaceDigests(options: CheckoutOptions, snapshot: Snapshot, pair: Pair): Snapshot['surface_digests'] {
  return [...options.surfacesOf(snapshot)].flatMap(([surface, paths]) => {
    const globs = paths.map(compileGlob);
    return [pair.base, pair.head].map(({ commit, files }) => {
      const own = [...files.values()].filter(({ path }) => matchesAny(globs, path));
      return { commit, surface, digest: surfaceDigest(own, options.sha256) };
    });
  });
}
