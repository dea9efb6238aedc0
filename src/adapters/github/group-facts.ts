import { surfaceDigest } from '../../core/change/surfaces/digest.ts';
import { changedPaths } from '../../core/change/surfaces/changed-paths.ts';
import { compileGlob, matchesAny } from '../../core/change/surfaces/glob.ts';
import type { GroupMember } from '../../core/gate/group/members.ts';
import type { MergeGroupFact, PatchFact, Snapshot } from '../../generated/types.ts';
import type { GroupNeeds } from '../../reconcile/ports/merge-group.ts';
import { readEvidence } from './evidence-facts.ts';
import type { ChecksSeen } from './facts/checks.ts';
import { entryFacts } from './facts/merge-queue.ts';
import { type FilePlace, type FileSeen, readFiles } from './group-files.ts';
import { patchesOf } from './late-facts.ts';
import type { MergeGroupReaderOptions } from './merge-group-reader.ts';
import type { Ask } from './query/asking.ts';
import type { PieceAnswer, Target } from './query/piece.ts';
import { readTree } from './rest/trees.ts';

/** The group as its first request told it. */
export interface GroupContext {
  readonly target: Target;
  readonly ask: Ask;
  readonly queue: PieceAnswer;
  readonly checks: ChecksSeen;
  readonly sha: string;
  readonly tree: string | null;
  /** Tip of the default branch. */
  readonly defaultCommit: string | null;
}

interface Placed {
  readonly snapshot: Snapshot;
  readonly member: GroupMember;
  readonly position: number;
  readonly needs: GroupNeeds;
}

/** What of the members of a group holds in its tree. */
export class GroupFacts {
  readonly #options: MergeGroupReaderOptions;
  readonly #context: GroupContext;
  readonly #members: readonly GroupMember[];

  constructor(options: MergeGroupReaderOptions, context: GroupContext, members: readonly GroupMember[]) {
    this.#options = options;
    this.#context = context;
    this.#members = members;
  }

  async place(snapshots: readonly Snapshot[]): Promise<readonly Snapshot[]> {
    const placed = this.#members.flatMap((member, index): Placed[] => {
      const snapshot = snapshots[index];
      if (snapshot === undefined) return [];
      return [{ snapshot, member, position: index + 1, needs: this.#options.groupNeedsOf(snapshot) }];
    });
    const files = await readFiles(
      this.#context.ask,
      placed.flatMap((one) => this.#filesOf(one)),
    );
    const result: Snapshot[] = [];
    for (const one of placed) result.push(await this.#placed(one, placed, files));
    return result;
  }

  #filesOf({ snapshot, needs }: Placed): readonly (FilePlace & { readonly text: boolean })[] {
    const { sha, defaultCommit, checks } = this.#context;
    const ran = checks.list.flatMap(({ suite }) => (suite.run === null ? [] : [suite.run.path]));
    const workflows = [...new Set([...needs.workflows, ...ran])].filter((path) => path !== '');
    return [
      ...needs.files.flatMap((path) =>
        [snapshot.pull_request.head_sha, sha].map((commit) => ({ commit, path, text: false })),
      ),
      ...workflows.map((path) => ({ commit: sha, path, text: true })),
      ...(defaultCommit === null ? [] : workflows.map((path) => ({ commit: defaultCommit, path, text: false }))),
    ];
  }

  async #placed(
    { snapshot, member, position, needs }: Placed,
    all: readonly Placed[],
    fileAt: (place: FilePlace) => FileSeen | null,
  ): Promise<Snapshot> {
    const { sha, tree, queue } = this.#context;
    const { head_sha } = snapshot.pull_request;
    const { tree: entryTree, rules } = entryFacts(queue, member.head_sha);
    const others = all.filter((one) => one.member !== member).map((one) => one.snapshot.files);
    const files = needs.files.map((path) => ({
      path,
      pull: fileAt({ commit: head_sha, path }),
      group: fileAt({ commit: sha, path }),
    }));
    const isSameTree =
      entryTree !== null && snapshot.trees.some((one) => one.commit === head_sha && one.tree === entryTree);
    const evidence = await this.#evidence(snapshot, fileAt);
    const merge_group: MergeGroupFact = {
      head_sha: sha,
      pull_head_sha: head_sha,
      position,
      size: this.#members.length,
      entry: { base_sha: member.base_sha, head_sha: member.head_sha, tree: entryTree },
      files: {
        complete: files.every(({ pull, group }) => pull !== null && group !== null),
        list: files.flatMap(({ path, pull, group }) =>
          pull === null || group === null ? [] : [{ path, pull: pull.blob, group: group.blob }],
        ),
      },
      rules,
      patch: isSameTree ? { pull: null, group: null } : await this.#patches(snapshot, member),
      others: {
        complete: others.every(({ complete }) => complete),
        paths: [...new Set(others.flatMap(({ list }) => [...changedPaths(list)]))].sort(),
      },
      checks: evidence.checks,
      reports: evidence.reports,
      workflows: needs.workflows.map((path) => ({ path, listens: listens(fileAt({ commit: sha, path })) })),
    };
    return {
      ...snapshot,
      trees: tree === null ? snapshot.trees : [...snapshot.trees, { commit: sha, tree }],
      surface_digests: [...snapshot.surface_digests, ...(await this.#digests(snapshot, needs))],
      merge_group,
    };
  }

  async #evidence(
    snapshot: Snapshot,
    fileAt: (place: FilePlace) => FileSeen | null,
  ): Promise<Pick<MergeGroupFact, 'checks' | 'reports'>> {
    const { checks, sha, target, defaultCommit } = this.#context;
    const workflows = new Map<string, boolean>();
    for (const { suite } of checks.list) {
      const path = suite.run?.path ?? '';
      const here = fileAt({ commit: sha, path })?.blob ?? null;
      const there = defaultCommit === null ? null : (fileAt({ commit: defaultCommit, path })?.blob ?? null);
      if (here !== null && there !== null) workflows.set(path, here === there);
    }
    const pull_request = { ...snapshot.pull_request, head_sha: sha };
    const found = await readEvidence(checks, this.#options.needsOf(snapshot, []), {
      ...this.#options,
      target,
      repositoryId: snapshot.repository.id,
      // Runs for a group belong to no one pull request.
      pullRequest: { pull_request, head_is_shared: true },
      workflows,
      baseRuns: [],
    });
    return { checks: { complete: checks.complete, list: found.checks }, reports: found.reports };
  }

  async #patches(snapshot: Snapshot, { base_sha, head_sha }: GroupMember): Promise<MergeGroupFact['patch']> {
    const { pull_request, repository } = snapshot;
    const read = async (base: string, head: string): Promise<PatchFact | null> => {
      const [patch] = await patchesOf(this.#options, this.#context.target, repository.id, base, [head]);
      return patch ?? null;
    };
    return {
      pull: await read(pull_request.base_sha, pull_request.head_sha),
      group: await read(base_sha, head_sha),
    };
  }

  /** Digests of the surfaces at the pull request's head and in the group; none where both trees are the same. */
  async #digests(snapshot: Snapshot, { surfaces }: GroupNeeds): Promise<Snapshot['surface_digests']> {
    const { sha, tree } = this.#context;
    const { head_sha } = snapshot.pull_request;
    const own = snapshot.trees.find(({ commit }) => commit === head_sha)?.tree ?? null;
    if (surfaces.size === 0 || own === null || tree === null || own === tree) return [];
    const list: { commit: string; surface: string; digest: string }[] = [];
    for (const [commit, id] of [[head_sha, own] as const, [sha, tree] as const]) {
      const digests = await this.#digestsOf(id, surfaces);
      list.push(...digests.map((one) => ({ commit, ...one })));
    }
    return list;
  }

  async #digestsOf(
    tree: string,
    surfaces: GroupNeeds['surfaces'],
  ): Promise<readonly { readonly surface: string; readonly digest: string }[]> {
    const { memory, transport, sha256 } = this.#options;
    const key = `${tree} ${sha256(JSON.stringify([...surfaces]))}`;
    const known = memory.surfaceDigests.get(key);
    if (known !== undefined) return known;
    const files = await readTree(transport, this.#context.target, tree);
    // What can't be read to the end has no digest: nothing then counts as equal.
    if (files === null) return [];
    const digests = [...surfaces].map(([surface, paths]) => {
      const globs = paths.map(compileGlob);
      const own = files.filter(({ path }) => matchesAny(globs, path));
      return { surface, digest: surfaceDigest(own, sha256) };
    });
    memory.surfaceDigests.set(key, digests);
    return digests;
  }
}

/** A file that speaks of the event is taken to listen: that only decides how long a group may wait. */
function listens(file: FileSeen | null): boolean | null {
  if (file === null) return null;
  return file.text === null ? file.blob !== null : file.text.includes('merge_group');
}
