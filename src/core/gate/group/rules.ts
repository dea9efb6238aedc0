import type { MergeGroupFact, Snapshot } from '../../../generated/types.ts';
import { patchDifference } from '../../change/patch/comparison.ts';
import { changedPaths } from '../../change/surfaces/changed-paths.ts';
import { block, byAuthor, type Ground, readAgain, wait } from '../ground.ts';

/** What of a pull request doesn't hold in the merge group that it stands in (T10, T11, github-checked 17). */
export function judgeGroup(snapshot: Snapshot, governed: boolean): readonly Ground[] {
  const { merge_group: group } = snapshot;
  if (group === undefined) return [];
  return [
    ...stateGrounds(snapshot),
    ...rulesGrounds(group, snapshot),
    ...(governed ? fileGrounds(group) : []),
    ...(isSameTree(group, snapshot) ? [] : patchGrounds(group, snapshot, governed)),
  ];
}

const again = byAuthor('bring the pull request up to date, let it be judged, and put it into the queue again');

function stateGrounds({ pull_request: { state, number } }: Snapshot): readonly Ground[] {
  if (state === 'open') return [];
  return [
    wait('group_members_unclear', 'merge_group', `#${number} is ${state}, and the queue still has it.`, readAgain),
  ];
}

/** Policy and CODEOWNERS are read from the default branch and the base: those ahead in the group may replace them. */
function rulesGrounds({ rules }: MergeGroupFact, snapshot: Snapshot): readonly Ground[] {
  if (!rules.known) {
    const message = 'The rules that the pull requests ahead leave behind could not be read.';
    return [wait('group_unreadable', 'merge_group', message, readAgain)];
  }
  const { policy, codeowners, pull_request, repository } = snapshot;
  const later = byAuthor('put it into the queue again when those ahead of it are merged');
  const isDefault = pull_request.base_ref === repository.default_branch;
  const differs = [
    ...(isDefault && rules.policy !== (policy?.blob ?? null) ? ['The policy'] : []),
    ...(codeowners !== null && isOtherFile(codeowners, rules.codeowners) ? ['CODEOWNERS'] : []),
  ];
  return differs.map((what) =>
    block('group_rules_differ', 'merge_group', `${what} is changed ahead of it in the merge group.`, later),
  );
}

function isOtherFile(
  judged: NonNullable<Snapshot['codeowners']>,
  found: MergeGroupFact['rules']['codeowners'],
): boolean {
  // A snapshot keeps a file that could not be read with no blob: what hangs on it waits anyway.
  return judged.blob !== '' && (found === null || found.path !== judged.path || found.blob !== judged.blob);
}

function fileGrounds({ files }: MergeGroupFact): readonly Ground[] {
  const unread = files.complete
    ? []
    : [wait('group_unreadable', 'merge_group', 'Not every file of the merge group could be read.', readAgain)];
  const other = files.list.filter(({ pull, group }) => pull !== group);
  return [
    ...unread,
    ...other.map(({ path, group }) => {
      const what = group === null ? 'is not there' : 'is another one';
      return block('group_record_differs', 'merge_group', `${path} ${what} in the merge group.`, again);
    }),
  ];
}

/** The commit made for it has the very tree of its head: everything in it was judged there. */
function isSameTree({ entry, pull_head_sha }: MergeGroupFact, { trees }: Snapshot): boolean {
  return entry.tree !== null && trees.some(({ commit, tree }) => commit === pull_head_sha && tree === entry.tree);
}

/**
 * The patch in the group has to touch what the pull request touches; where anything is governed, line by line, because
 * approvals were given for the lines.
 */
function patchGrounds({ patch }: MergeGroupFact, { files }: Snapshot, governed: boolean): readonly Ground[] {
  const untold = wait('group_unreadable', 'merge_group', 'The patch in the merge group could not be read.', readAgain);
  const differs = (path: string): Ground =>
    block('group_patch_differs', 'merge_group', `The patch of ${path} is another one in the merge group.`, again);
  const { pull, group } = patch;
  if (group === null || !group.complete) return [untold];
  const known = changedPaths(files.list);
  const strange = group.files.find(({ path }) => !known.has(path));
  if (strange !== undefined) return [differs(strange.path)];
  if (!governed) return files.complete ? [] : [untold];
  if (pull === null || !pull.complete) return [untold];
  const { changed, unknown } = patchDifference(pull, group, () => true);
  const [first] = changed;
  if (first !== undefined) return [differs(first)];
  return unknown.length > 0 ? [untold] : [];
}
