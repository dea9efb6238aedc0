import { reasons } from '../../generated/codes.ts';
import type { ChangeRecord, Problem, RolloutRecord } from '../../generated/types.ts';

/** Records of one folder, as far as they could be read. */
export interface FolderRecords {
  /** null = there is none in the folder; `unread` = it has errors of its own. */
  readonly change: ChangeRecord | 'unread' | null;
  readonly rollout: RolloutRecord;
}

/**
 * What is wrong between the two records of a folder and needs no GitHub to be seen. The codes are those of the reasons
 * that the gate would give (schemas/codes/reasons.json); each blocks there, so each is an error here.
 */
export function pairProblems({ change, rollout }: FolderRecords): readonly Problem[] {
  if (change === 'unread') return [];
  if (change === null) {
    const message = 'The rollout record has no change record in its folder';
    return [problemAt('change_record_missing', '', message, rollout)];
  }
  if (rollout.change_id === null || rollout.change_id === change.change_id) return [];
  const message = `The rollout record is about ${rollout.change_id}, and ${change.path} about ${change.change_id}`;
  return [problemAt('change_id_mismatch', rollout.at['change_id'] ?? '', message, rollout)];
}

function problemAt(
  code: 'change_record_missing' | 'change_id_mismatch',
  pointer: string,
  message: string,
  { path, positions }: RolloutRecord,
): Problem {
  const [line, column, end_line, end_column] = positions[pointer] ?? [1, 1, 1, 1];
  const where = { file: path, line, column, end_line, end_column };
  return { code, pointer, severity: 'error', message, hint: reasons[code].next, where };
}
