import type { ChangeRecord } from '../../generated/types.ts';
import { advise, block, byAuthor, type Ground, readAgain, wait } from '../gate/ground.ts';
import { whereOf } from './location.ts';
import type { Matter } from './matter.ts';
import type { Proposal } from './proposal.ts';
import { rulesSurface } from './surfaces/detection.ts';
import { riskLevels, riskReaches } from './surfaces/risk.ts';
import { demandsOf } from './surfaces/seed-demands.ts';

/** What the record declares against what the diff shows: surfaces, risk, change type (DESIGN 5). */
export function judgeDeclaration(proposal: Proposal, matter: Matter): readonly Ground[] {
  const { change } = proposal;
  if (change === null) return [];
  return [
    ...undeclared(proposal, change, matter),
    ...unknownSurfaces(change, matter),
    ...risk(proposal, change),
    ...changeType(change, matter),
  ];
}

/** Told once per pull request: more surfaces may be affected than the list shows (T31). */
export function judgeDetection({ snapshot, detection }: Matter): readonly Ground[] {
  if (detection.known) return [];
  const { list, total } = snapshot.files;
  const message = `Only ${list.length} of ${total} changed files could be read, so the affected surfaces are unknown.`;
  const step =
    total > mostFiles ? byAuthor('split the pull request: GitHub lists no more than 3,000 of its files') : readAgain;
  return [wait('surfaces_unreadable', 'files', message, step)];
}

/** GitHub's limit (github-facts section 3): reading again finds no more. */
const mostFiles = 3_000;

function undeclared({ surfaces, declared }: Proposal, change: ChangeRecord, { detection }: Matter): readonly Ground[] {
  return detection.detected
    .filter(({ surface }) => surfaces.includes(surface) && !declared.includes(surface))
    .map(({ surface, paths }) => {
      const where = whereOf(change, 'affected_surfaces');
      const message = `The diff changes ${shown(paths)}, which belongs to ${surface}, and the record doesn't declare that surface.`;
      const how = `declare ${surface} (the diff changes ${paths[0] ?? ''})`;
      return block('surface_undeclared', `surface:${surface}`, message, byAuthor(how), where);
    });
}

function shown(paths: readonly string[]): string {
  const more = paths.length > 2 ? ` and ${paths.length - 2} more` : '';
  return `${paths.slice(0, 2).join(', ')}${more}`;
}

/** The seed's own names may be declared without being in the policy: they come with demands (DESIGN 4). */
function unknownSurfaces(change: ChangeRecord, { policy }: Matter): readonly Ground[] {
  if (Object.keys(policy.surfaces).length === 0) return [];
  return change.affected_surfaces.flatMap((surface, index) => {
    if (Object.hasOwn(policy.surfaces, surface) || surface === rulesSurface || demandsOf(surface, policy).length > 0)
      return [];
    const message = `The policy doesn't know the surface ${surface}.`;
    return [advise('surface_unknown', `surface:${surface}`, message, whereOf(change, 'affected_surfaces', index))];
  });
}

function risk({ floor, change_id }: Proposal, change: ChangeRecord): readonly Ground[] {
  const subject = `change:${change_id}`;
  const level = riskLevels.find((known) => known === change.risk_level);
  if (level !== undefined && riskReaches(level, floor)) return [];
  const where = whereOf(change, 'risk_level');
  if (level === undefined) {
    const message = `risk_level ${change.risk_level} is none of low, medium, high; it counts as high.`;
    return [advise('risk_unknown', subject, message, where)];
  }
  const message = `The record says ${level} risk, and the affected surfaces set the floor at ${floor}.`;
  return [block('risk_below_floor', subject, message, byAuthor(`raise risk_level to ${floor}`), where)];
}

function changeType(change: ChangeRecord, { policy }: Matter): readonly Ground[] {
  const known = Object.keys(policy.change_types);
  if (known.length === 0 || known.includes(change.change_type)) return [];
  const message = `The policy names change types, and ${change.change_type} is not among them.`;
  return [advise('change_type_unknown', `change_type:${change.change_type}`, message, whereOf(change, 'change_type'))];
}
