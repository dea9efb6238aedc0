import type { Takes } from './authority.ts';

/** People by what they are here. */
export const relationWords = {
  any_role: 'who holds a role of the policy',
  author: 'the author',
  blocker: 'who blocked it',
  owner: 'whose waiver it is',
} as const;

/** Who may, in words: roles by name, `maintain permission`, people by what they are here. `more` stands first. */
export function takesWords({ roles, permission, also }: Takes, more: readonly string[] = []): string {
  const parts = [
    ...more,
    ...roles,
    ...(permission === null ? [] : [`${permission} permission`]),
    ...also.map((relation) => relationWords[relation]),
  ];
  return parts.join(' or ') || 'nobody: the policy gives it to no role';
}
