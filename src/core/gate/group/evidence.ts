import type { Snapshot } from '../../../generated/types.ts';
import { type Matter, matterOf } from '../../change/matter.ts';

/**
 * What evidence is read under in a merge group: the group's head is the head. Evidence for the pull request's own head
 * then counts as evidence for any other commit does, only while what its signal covers is equal (github-checked 17); a
 * run on the group is newer and goes before it. Outside a group, the matter itself.
 */
export function evidenceMatter(matter: Matter): Matter {
  const { snapshot, policy } = matter;
  const { merge_group: group } = snapshot;
  if (group === undefined) return matter;
  const { checks, reports } = group;
  const inGroup: Snapshot = {
    ...snapshot,
    pull_request: { ...snapshot.pull_request, head_sha: group.head_sha },
    checks: {
      complete: snapshot.checks.complete && checks.complete,
      list: [...snapshot.checks.list, ...checks.list],
    },
    reports: [...snapshot.reports, ...reports],
  };
  return matterOf(inGroup, policy);
}

/** Other pull requests' edits, which a run on the group's head has worked with: null = the run is not on the group's head. */
export function editsOfOthers({ snapshot, policy }: Matter, runHead: string): Matter | null {
  const { merge_group: group } = snapshot;
  if (group === undefined || runHead !== group.head_sha) return null;
  const { complete, paths } = group.others;
  const list = paths.map((path) => ({ path, previous_path: null, change: 'modified' as const }));
  return matterOf({ ...snapshot, files: { complete, total: list.length, list } }, policy);
}
