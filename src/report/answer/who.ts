import type { Takes } from '../../core/command/authority.ts';
import { relationWords } from '../../core/command/takes.ts';
import type { EffectivePolicy, Permission, Person } from '../../generated/types.ts';
import { code } from '../markdown/code.ts';
import { text } from '../markdown/text.ts';

/** Somebody by login, never as a live mention. */
export function personWords({ login }: Person): string {
  return code(`@${login}`);
}

/** Who may, each role with the teams and people by whom the policy names it: who else belongs to a team is never shown. */
export function whoWords({ roles, permission, also }: Takes, policy: EffectivePolicy): string {
  const parts = [
    ...roles.map((role) => roleWords(role, policy)),
    ...(permission === null ? [] : [`${permission} permission`]),
    ...also.map((relation) => relationWords[relation]),
  ];
  return parts.join(' or ') || 'nobody: the policy gives it to no role';
}

function roleWords(role: string, { roles }: EffectivePolicy): string {
  const defined = Object.hasOwn(roles, role) ? roles[role] : undefined;
  const holders = [
    ...(defined?.teams ?? []).map((team) => `team ${text(team)}`),
    ...(defined?.users ?? []).map(({ login }) => code(`@${login}`)),
    ...((defined?.codeowners.length ?? 0) > 0 ? ['code owners'] : []),
    ...(defined?.permission === undefined || defined.permission === null ? [] : [`${defined.permission} permission`]),
  ];
  const shown = holders.slice(0, 6);
  const more = holders.length > shown.length ? ', …' : '';
  return holders.length === 0 ? text(role) : `${text(role)} (${shown.join(', ')}${more})`;
}

/** What somebody has, of their own standing. */
export function hasWords(permission: Permission | null): string {
  return permission === null ? 'no permission on the repository that could be read' : permission;
}
