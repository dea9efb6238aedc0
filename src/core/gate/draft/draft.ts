import type { DraftFile } from '../../../generated/types.ts';
import type { Matter } from '../../change/matter.ts';
import type { Proposal } from '../../change/proposal.ts';
import { riskLevels, riskReaches } from '../../change/surfaces/risk.ts';
import type { Ground } from '../ground.ts';
import { type Needs, needsOf } from './needs.ts';
import { changeAnew, newChange, newRollout } from './new-record.ts';
import { newPlace, placeBeside } from './place.ts';
import { type Additions, editedRecord, isEmpty } from './record-edit.ts';

/**
 * The finished records, where the pull request's are missing or declare too little: what the author wrote stays, and what
 * the diff and the policy ask for is added. A file that can't be read is the author's to mend first.
 */
export function draftsOf(
  proposals: readonly Proposal[],
  grounds: readonly (readonly Ground[])[],
  matter: Matter,
): readonly DraftFile[] {
  const files = proposals.flatMap((proposal, index) => draftOf(proposal, grounds[index] ?? [], matter));
  if (files.length < 2) return files;
  return files.filter(({ path }, index) => files.findIndex((file) => file.path === path) === index);
}

function draftOf(proposal: Proposal, grounds: readonly Ground[], matter: Matter): readonly DraftFile[] {
  const codes = new Set<string>();
  for (const { code } of grounds) codes.add(code);
  const needs = needsOf(proposal, matter);
  const { change, rollout, folder } = proposal;
  const { records } = matter.policy;
  const slug = `pr-${matter.snapshot.pull_request.number}`;
  const files: DraftFile[] = [];
  let place = folder;
  if (codes.has('record_missing') || codes.has('change_record_missing')) {
    const beside = rollout === null ? null : placeBeside(folder, records.change, 'change.yaml');
    const path = beside ?? newPlace(records.change, slug, 'change.yaml');
    place = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    files.push(fileAt(path, newChange(proposal, needs, matter), matter));
  } else if (change !== null) {
    const text = completed(proposal, needs, codes, matter);
    if (text !== null) files.push({ path: change.path, text, replaces: true });
  }
  if (codes.has('rollout_record_missing')) {
    const path = placeBeside(place, records.rollout, 'rollout.yaml') ?? newPlace(records.rollout, slug, 'rollout.yaml');
    files.push(fileAt(path, newRollout(proposal, needs, matter), matter));
  }
  return files;
}

/** The change record with what it lacks; null = it lacks nothing that a draft could give. */
function completed(proposal: Proposal, needs: Needs, codes: ReadonlySet<string>, matter: Matter): string | null {
  const { change, floor } = proposal;
  if (change === null) return null;
  const plan = codes.has('rollback_plan_missing') ? needs.signals.filter((name) => name.includes('rollback')) : [];
  const signals = plan.filter((name) => !change.required_evals.includes(name));
  const level = riskLevels.find((known) => known === change.risk_level);
  const additions: Additions = {
    surfaces: needs.surfaces.filter((surface) => !change.affected_surfaces.includes(surface)),
    reviews: codes.has('review_not_required') ? needs.reviews : [],
    signals,
    risk: level !== undefined && !riskReaches(level, floor) ? floor : null,
  };
  if (isEmpty(additions)) return null;
  const fact = matter.snapshot.records.find(({ path, at }) => path === change.path && at === 'head');
  const edited = fact?.text === undefined || fact.text === null ? null : editedRecord(fact.text, change, additions);
  return edited ?? changeAnew(change, { ...needs, ...additions }, additions.risk ?? change.risk_level, matter);
}

function fileAt(path: string, text: string, { snapshot }: Matter): DraftFile {
  return { path, text, replaces: snapshot.records.some((fact) => fact.path === path && fact.at !== 'reviewed') };
}
