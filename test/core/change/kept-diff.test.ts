import { expect, test } from 'vitest';
import { decide } from '../../../src/core/decide.ts';
import type { Decision, FileFact, Snapshot } from '../../../src/generated/types.ts';
import { needsOf } from '../../../src/reconcile/needs.ts';
import { prepareJudgement } from '../../../src/records/judgement.ts';
import {
  changePath,
  changeText,
  fileFact,
  policyText,
  rolloutPath,
  rolloutText,
  sha256,
  snapshotOf,
  textFact,
} from '../../support/snapshot.ts';

function decisionOn(snapshot: Snapshot): Decision {
  return decide(prepareJudgement(snapshot), sha256);
}

const policyFile = '.github/rollout-gate.yml';

function withFiles({ files, ...rest }: Snapshot, turn: (file: FileFact) => readonly FileFact[]): Snapshot {
  return { ...rest, files: { ...files, list: files.list.flatMap(turn) } };
}

function withRecord(snapshot: Snapshot, ...records: Snapshot['records']): Snapshot {
  const others = snapshot.records.filter(({ path }) => records.every((record) => record.path !== path));
  return { ...snapshot, records: [...others, ...records] };
}

/** What a second reading of one pull request may find other than the first. */
const found: readonly (readonly [what: string, turn: (snapshot: Snapshot) => Snapshot])[] = [
  [
    'a file more',
    (first) => withFiles(first, (file) => (file.path === rolloutPath ? [file, fileFact(policyFile)] : [file])),
  ],
  ['a file less', (first) => withFiles(first, (file) => (file.path === rolloutPath ? [] : [file]))],
  [
    'another file',
    (first) => withFiles(first, (file) => [file.path === rolloutPath ? { ...file, path: policyFile } : file]),
  ],
  [
    'the name that a file had before',
    (first) => withFiles(first, (file) => [file.path === changePath ? { ...file, previous_path: policyFile } : file]),
  ],
  [
    'a record taken away',
    (first) => withFiles(first, (file) => [file.path === rolloutPath ? { ...file, change: 'removed' } : file]),
  ],
  ['a list that is not whole', (first) => ({ ...first, files: { ...first.files, complete: false, total: 99 } })],
  [
    'another change record',
    (first) => withRecord(first, textFact(changePath, changeText.replace(/change_id: .*/, 'change_id: chg-other'))),
  ],
  [
    'another rollout record',
    (first) =>
      withRecord(first, textFact(rolloutPath, rolloutText.replace(/required_checks: .*/, 'required_checks: []'))),
  ],
  ['a record that cannot be read', (first) => withRecord(first, textFact(changePath, 'change_id: ['))],
  [
    'a change record of the base alone',
    (first) => ({ ...first, records: first.records.map((record) => ({ ...record, at: 'base' as const })) }),
  ],
  [
    'the record of the base',
    (first) =>
      withRecord(
        first,
        textFact(changePath, changeText),
        textFact(changePath, changeText.replace(/required_reviews: .*/, 'required_reviews: [release_manager]'), 'base'),
      ),
  ],
  [
    'another policy',
    (first) => {
      const text = policyText.replace(/surfaces:\n/, 'surfaces:\n  more: { paths: ["prompts/**"], risk: high }\n');
      return first.policy === null ? first : { ...first, policy: { ...first.policy, blob: 'policy-2', text } };
    },
  ],
];

test.each(found)('what is kept of a pull request does not stand for %s', (_, turn) => {
  const first = snapshotOf();
  const second = turn(first);
  const before = [decisionOn(first), needsOf(first)];
  expect(second.pull_request).toBe(first.pull_request);
  const anew = structuredClone(second);
  expect([decisionOn(second), needsOf(second)]).toEqual([decisionOn(anew), needsOf(anew)]);
  expect(decisionOn(second)).not.toEqual(before[0]);
  expect([decisionOn(first), needsOf(first)]).toEqual(before);
});
