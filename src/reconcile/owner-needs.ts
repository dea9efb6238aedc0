import type { Matter } from '../core/change/matter.ts';
import { parseCodeowners } from '../core/change/reviews/codeowners.ts';
import { keptFor } from '../core/kept.ts';
import type { EffectivePolicy } from '../generated/types.ts';
import { unique } from './once.ts';

/** Owners that CODEOWNERS names: slugs of teams of the repository's organisation, and logins. */
export interface OwnersNamed {
  readonly teams: readonly string[];
  readonly users: readonly string[];
}

/** More owners than this in one file are not asked for: their approvals wait as unreadable. */
const mostOwners = 50;

const nobody: OwnersNamed = { teams: [], users: [] };

/** The owners in lines for the paths of roles; all of them, since one more alias costs nothing. */
export function ownersOf({ snapshot, policy }: Matter): OwnersNamed {
  const text = snapshot.codeowners?.text ?? '';
  if (text === '' || !usesCodeowners(policy)) return nobody;
  const organization = snapshot.repository.full_name.split('/')[0]?.toLowerCase();
  const owners = parseCodeowners(text).flatMap((line) => line.owners);
  const teams = owners.flatMap((owner) =>
    owner.kind === 'team' && owner.organization === organization ? [owner.team] : [],
  );
  const users = owners.flatMap((owner) => (owner.kind === 'user' ? [owner.login] : []));
  return { teams: unique(teams).slice(0, mostOwners), users: unique(users).slice(0, mostOwners) };
}

/** Whether a role of the policy is held by the owners of paths. */
export function usesCodeowners({ roles }: EffectivePolicy): boolean {
  return rolesByOwners(roles).length > 0;
}

const rolesByOwners = keptFor((roles: EffectivePolicy['roles']) =>
  Object.values(roles).filter(({ codeowners }) => codeowners.length > 0),
);
