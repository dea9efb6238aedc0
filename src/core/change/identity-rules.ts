import type { Where } from '../../generated/types.ts';
import { block, byAuthor, type Ground, readAgain, wait } from '../gate/ground.ts';
import { whereOf } from './location.ts';
import type { Matter } from './matter.ts';
import type { Proposal } from './proposal.ts';

/** Ids: the same in the pair, used once, usable in a git ref (contract 0.1, 0.6). */
export function judgeIds(proposal: Proposal, all: readonly Proposal[], matter: Matter): readonly Ground[] {
  const { change, rollout } = proposal;
  if (change === null && rollout === null) return [];
  const where =
    change !== null ? whereOf(change, 'change_id') : rollout === null ? undefined : whereOf(rollout, 'change_id');
  return [
    ...mismatch(proposal),
    ...changeUses(proposal, all, matter, where),
    ...bundleUses(proposal, all, matter),
    ...unusable(proposal, where),
  ];
}

function mismatch({ change, rollout }: Proposal): readonly Ground[] {
  if (change === null || rollout === null || rollout.change_id === null) return [];
  if (change.change_id === rollout.change_id) return [];
  const message = `${change.path} is about ${change.change_id} and ${rollout.path} about ${rollout.change_id}.`;
  const step = byAuthor(`give both records the same change_id (${change.change_id})`);
  return [block('change_id_mismatch', `change:${change.change_id}`, message, step, whereOf(rollout, 'change_id'))];
}

function changeUses(
  { change_id }: Proposal,
  all: readonly Proposal[],
  { snapshot }: Matter,
  where: Where | undefined,
): readonly Ground[] {
  const subject = `change:${change_id}`;
  const { complete, list } = snapshot.id_uses;
  const others = list.filter((use) => use.change_id === change_id && use.pull_request !== snapshot.pull_request.number);
  const grounds: Ground[] = [];
  const open = others.find((use) => use.pull_request !== null);
  const twice = all.filter((proposal) => proposal.change_id === change_id).length > 1;
  if (open !== undefined || twice) {
    const user =
      open === undefined ? 'Another record of this pull request' : `The open pull request #${open.pull_request}`;
    const step = byAuthor('choose another change_id');
    grounds.push(block('change_id_in_use', subject, `${user} uses the change_id ${change_id}, too.`, step, where));
  }
  const rollout = others.find((use) => use.pull_request === null && use.rollout !== null);
  if (rollout !== undefined) {
    const message = `The rollout of ${change_id} has ${rollout.rollout ?? 'begun'}, so its records can't be changed any more.`;
    grounds.push(
      block('change_rollout_begun', subject, message, byAuthor('start a new change with a new change_id'), where),
    );
  }
  if (!complete) {
    const message = `Whether ${change_id} is used elsewhere could not be read to the end.`;
    grounds.push(wait('id_use_unknown', subject, message, readAgain, where));
  }
  return grounds;
}

function bundleUses(proposal: Proposal, all: readonly Proposal[], { snapshot }: Matter): readonly Ground[] {
  const { bundle_id, rollout, change_id } = proposal;
  if (bundle_id === null || rollout === null) return [];
  const used = snapshot.id_uses.list.some(
    (use) => use.bundle_id === bundle_id && use.pull_request !== snapshot.pull_request.number,
  );
  const twice = all.some((other) => other !== proposal && other.bundle_id === bundle_id);
  if (!used && !twice) return [];
  const message = `The bundle_id ${bundle_id} was used before, and a bundle is released once.`;
  return [
    block(
      'bundle_id_in_use',
      `change:${change_id}`,
      message,
      byAuthor('choose another bundle_id'),
      whereOf(rollout, 'bundle_id'),
    ),
  ];
}

/** The records' own ids are checked as they are read; the bundle made from one may still be too long. */
function unusable({ bundle_id, change_id }: Proposal, where: Where | undefined): readonly Ground[] {
  const bad = !isUsableId(change_id) ? change_id : bundle_id;
  if (bad === null || isUsableId(bad)) return [];
  const message = `The id ${bad} can't be used as an id or in a git ref.`;
  const how =
    'use letters, digits, dot, underscore, @ and hyphen, at most 100 (87 for a change_id without a bundle_id)';
  return [block('id_unusable', `change:${change_id}`, message, byAuthor(how), where)];
}

function isUsableId(id: string): boolean {
  const fits = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$/.test(id);
  return fits && !id.includes('..') && !id.endsWith('.') && !id.endsWith('.lock');
}
