import type { ChangeRecord, RolloutRecord, Where } from '../../generated/types.ts';
import { advise, block, byAuthor, type Ground, readAgain, wait } from '../gate/ground.ts';
import type { Judgement, ReadRecord } from '../judgement.ts';
import type { Matter } from './matter.ts';
import { type CountedRecords, type Proposal, usable } from './proposal.ts';

/** Grounds of record files as such: malformed, not read, removed, standing alone (DESIGN 4, contract 0.4). */
export function judgeFiles(judgement: Judgement, counted: CountedRecords, matter: Matter): readonly Ground[] {
  return [
    ...[...counted.changes, ...counted.rollouts].flatMap(malformed),
    ...counted.unread.map((path) =>
      wait('record_unreadable', `file:${path}`, `The record file ${path} could not be read.`, readAgain),
    ),
    ...removed(judgement, counted, matter),
    ...doubled(counted),
  ];
}

/** Grounds of a proposal whose records are missing or don't belong together. While a record file is unread, none is missing. */
export function judgePair(proposal: Proposal, all: readonly Proposal[], { unread }: CountedRecords): readonly Ground[] {
  if (unread.length > 0) return [];
  const { change, rollout, malformed: bad, records_required: required, folder, effective, change_id } = proposal;
  const subject = `change:${change_id}`;
  const at = folder === '' ? 'at the root' : `in ${folder}`;
  const hasChange = change !== null || bad.change;
  const hasRollout = rollout !== null || bad.rollout;
  if (!hasChange && !hasRollout) return required ? missingBoth(subject, effective) : [];
  if (!hasChange && rollout !== null) {
    const partner = all.find((other) => other.change !== null && other.rollout === null);
    const where = topOf(rollout);
    if (partner !== undefined) {
      const message = `${rollout.path} and the change record in ${partner.folder || 'the root'} stand in different folders, so they are not tied to each other.`;
      return [
        block(
          'records_disconnected',
          subject,
          message,
          byAuthor(`Move ${rollout.path} next to its change record.`),
          where,
        ),
      ];
    }
    const message = `The rollout record ${rollout.path} has no change record ${at}.`;
    return [
      block('change_record_missing', subject, message, byAuthor('Add the drafted change record beside it.'), where),
    ];
  }
  if (hasRollout || !required || isElsewhere(proposal, all)) return [];
  const message = `A change of ${effective} risk needs a rollout record beside its change record, and the pull request adds or changes none ${at}.`;
  return [
    block('rollout_record_missing', subject, message, byAuthor('Add the drafted rollout record.'), topOf(change)),
  ];
}

function missingBoth(subject: string, risk: string): readonly Ground[] {
  const message = `The diff affects governed surfaces with ${risk} risk, and the pull request adds or changes no change record.`;
  const rollout = 'With the change record a rollout record is needed, and there is none.';
  return [
    block('record_missing', subject, message, byAuthor('Add the drafted change record.')),
    block('rollout_record_missing', subject, rollout, byAuthor('Add the drafted rollout record.')),
  ];
}

/** The rollout record stands alone in another folder: told there once, as records_disconnected. */
function isElsewhere({ change }: Proposal, all: readonly Proposal[]): boolean {
  return (
    change !== null && all.some((other) => other.change === null && other.rollout !== null && !other.malformed.change)
  );
}

function malformed(read: ReadRecord<unknown>): readonly Ground[] {
  const errors = read.problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined && read.record !== null) return [];
  const count = errors.length === 1 ? '1 problem' : `${errors.length} problems`;
  const message = `${read.path} can't be read as a record: ${count}${first === undefined ? '' : `, the first: ${first.message}`}.`;
  const step = byAuthor(`Mend every annotated line of ${read.path}.`);
  return [block('record_malformed', `file:${read.path}`, message, step, first?.where)];
}

/**
 * A record file that the pull request takes away. It may move (the same change_id stands at head), and the record of a
 * rollout that has ended may be cleared away; anything else would unbind the change from its record (T19).
 */
function removed(judgement: Judgement, counted: CountedRecords, { snapshot, isRecord }: Matter): readonly Ground[] {
  const gone = snapshot.files.list
    .flatMap(({ path, previous_path, change }) =>
      change === 'removed' ? path : change === 'renamed' && previous_path !== null ? previous_path : [],
    )
    .filter(isRecord);
  if (gone.length === 0) return [];
  const here = new Set([
    ...counted.changes.map((read) => usable(read)?.change_id),
    ...counted.rollouts.map((read) => usable(read)?.change_id),
  ]);
  const ended = new Set(snapshot.id_uses.list.flatMap((use) => (use.rollout === 'ended' ? [use.change_id] : [])));
  return gone.flatMap((path) => {
    const id = baseChangeId(path, judgement);
    if (id !== null && (here.has(id) || ended.has(id))) return [];
    const message = `The pull request removes the record ${path}.`;
    return [block('record_removed', `file:${path}`, message, byAuthor(`Keep ${path} in the pull request.`))];
  });
}

function baseChangeId(path: string, judgement: Judgement): string | null {
  const at = (read: ReadRecord<ChangeRecord> | ReadRecord<RolloutRecord>): boolean =>
    read.at === 'base' && read.path === path;
  const change = judgement.changes.find(at);
  if (change !== undefined) return usable(change)?.change_id ?? null;
  const rollout = judgement.rollouts.find(at);
  if (rollout === undefined) return null;
  const pair = judgement.changes.find((read) => read.at === 'base' && read.folder === rollout.folder);
  return usable(rollout)?.change_id ?? (pair === undefined ? null : (usable(pair)?.change_id ?? null));
}

/** Records pair by folder: with two rollout records in one, nobody could say which of them is the gate. */
function doubled({ changes, rollouts }: CountedRecords): readonly Ground[] {
  if (changes.length < 2 && rollouts.length < 2) return [];
  return [changes, rollouts].flatMap((records) =>
    records.flatMap((read, index) => {
      const first = records.findIndex(({ folder }) => folder === read.folder);
      if (first === index) return [];
      const message = `${read.path} and ${records[first]?.path ?? ''} stand in one folder, so no record can be paired with them.`;
      return [
        block(
          'records_disconnected',
          `file:${read.path}`,
          message,
          byAuthor(`Move ${read.path} into a folder of its own.`),
        ),
      ];
    }),
  );
}

function topOf(record: { readonly path: string } | null): Where | undefined {
  return record === null ? undefined : { file: record.path, line: 1, column: 1, end_line: 1, end_column: 1 };
}

/** Told when nothing is judged (DESIGN 4). */
export const notGoverned: Ground = advise(
  'not_governed',
  'pull_request',
  'The pull request touches no governed surface and no record.',
);
