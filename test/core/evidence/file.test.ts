import { expect, test } from 'vitest';
import { fileCandidates } from '../../../src/core/evidence/file.ts';
import { changedPaths } from '../../../src/core/change/surfaces/changed-paths.ts';
import { fileFact, removedFile, snapshotOf } from '../../support/snapshot.ts';

const pattern = 'changes/*/ROLLBACK.md';

test("a pattern means the pull request's own files and those beside its records, and none that it takes away", () => {
  const { files, ...rest } = snapshotOf();
  const list = [
    fileFact('changes/two/ROLLBACK.md'),
    removedFile('changes/three/ROLLBACK.md'),
    fileFact('a/ROLLBACK.md'),
  ];
  const matter = { snapshot: { ...rest, files: { ...files, list } }, changed: changedPaths(list) };
  expect(fileCandidates(pattern, ['changes/one', 'elsewhere'], matter)).toEqual([
    'changes/one/ROLLBACK.md',
    'changes/two/ROLLBACK.md',
  ]);
  expect(fileCandidates(pattern, ['changes/three'], matter)).toEqual(['changes/two/ROLLBACK.md']);
});
