import type { ChangeRecord } from '../../generated/types.ts';
import { block, byAuthor, type Ground, readAgain, wait } from '../gate/ground.ts';
import { whereOf } from './location.ts';
import type { Matter } from './matter.ts';

/** Artifacts that a record names are in the repository at the head, by path from the root (DESIGN 5). */
export function judgeArtifacts(change: ChangeRecord, { snapshot }: Matter): readonly Ground[] {
  return change.artifacts.flatMap((path, index) => {
    const fact = snapshot.signal_files.find((file) => file.path === path);
    const diff = snapshot.files.list.find((file) => file.path === path);
    const exists = fact?.exists ?? (diff === undefined ? null : diff.change !== 'removed');
    if (exists === true) return [];
    const where = whereOf(change, 'artifacts', index);
    const subject = `artifact:${path}`;
    if (exists === null) {
      return [
        wait(
          'artifact_unreadable',
          subject,
          `Whether the artifact ${path} exists could not be read.`,
          readAgain,
          where,
        ),
      ];
    }
    const message = `The artifact ${path} is not in the repository at the head commit.`;
    return [block('artifact_missing', subject, message, byAuthor(`add ${path}, or take it out of artifacts`), where)];
  });
}
