import type { Matter } from '../core/change/matter.ts';
import { parseCodeowners } from '../core/change/reviews/codeowners.ts';
import { unique } from './once.ts';

/** Owners that CODEOWNERS names in lines for the paths of roles; all of them, since one more alias costs nothing. */
function ownersOf({ snapshot, policy }: Matter): ReturnType<typeof parseCodeowners>[number]['owners'] {
  const isUsed = Object.values(policy.roles).some(({ codeowners }) => codeowners.length > 0);
  const text = isUsed ? (snapshot.codeowners?.text ?? '') : '';
  return parseCodeowners(text).flatMap(({ owners }) => owners);
}

/** More owners than this in one file are not asked for: their approvals wait as unreadable. */
const mostOwners = 50;

/** Slugs of teams of the repository's organisation. */
export function ownerTeams(matter: Matter): readonly string[] {
  const organization = matter.snapshot.repository.full_name.split('/')[0]?.toLowerCase();
  const teams = ownersOf(matter).flatMap((owner) =>
    owner.kind === 'team' && owner.organization === organization ? [owner.team] : [],
  );
  return unique(teams).slice(0, mostOwners);
}

/** Logins. */
export function ownerUsers(matter: Matter): readonly string[] {
  const users = ownersOf(matter).flatMap((owner) => (owner.kind === 'user' ? [owner.login] : []));
  return unique(users).slice(0, mostOwners);
}
