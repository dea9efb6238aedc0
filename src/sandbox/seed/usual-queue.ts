import type { MergeQueueParameters } from '../state/repository.ts';

/** GitHub's defaults of a merge queue, with a shorter timeout. */
export const usualQueue: MergeQueueParameters = {
  check_response_timeout_minutes: 30,
  grouping_strategy: 'ALLGREEN',
  max_entries_to_build: 5,
  max_entries_to_merge: 5,
  merge_method: 'MERGE',
  min_entries_to_merge: 1,
  min_entries_to_merge_wait_minutes: 0,
};
