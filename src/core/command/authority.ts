import type { EffectivePolicy, Permission } from '../../generated/types.ts';
import type { Standing } from './standing.ts';
import type { Verb } from './verb.ts';

/** Who may give a command: whoever has any of these. */
export interface Takes {
  readonly roles: readonly string[];
  /** Least permission on the repository; null = a permission alone isn't enough. */
  readonly permission: Permission | null;
  /** People by what they are here: holder of any role of the policy, author of the pull request, who blocked it, whose waiver it is. */
  readonly also: readonly ('any_role' | 'author' | 'blocker' | 'owner')[];
}

/** Whether somebody may. Strangers get no answer at all: it would let anybody make the App write (github-facts T18). */
export type Authority =
  | { readonly kind: 'may' }
  | { readonly kind: 'silent' }
  | {
      readonly kind: 'refused';
      readonly takes: Takes;
      /** Roles of these whose holders can't be read. */
      readonly unreadable: readonly string[];
    };

/** What a command is about, as far as who may give it depends on it. */
export interface About {
  /** Role that may attest the signal; null = no role may. */
  readonly attester: string | null;
  /** Whether a waiver of that name by somebody else waits for a second person. */
  readonly is_second: boolean;
  /** Whether the waiver to be revoked is the person's own. */
  readonly is_own_waiver: boolean;
}

const nothingSpecial: About = { attester: null, is_second: false, is_own_waiver: false };

type Commands = EffectivePolicy['commands'];

/** Roles that the policy gives a command to, by the first of these names that it has; else a permission. */
function given(commands: Commands, names: readonly string[], otherwise: Permission): Takes {
  const name = names.find((known) => Object.hasOwn(commands, known));
  return name === undefined
    ? { roles: [], permission: otherwise, also: [] }
    : { roles: commands[name] ?? [], permission: null, also: [] };
}

const ask = (): Takes => ({ roles: [], permission: 'write', also: ['any_role', 'author'] });

/** The one table of who may do what. The policy's own word on a command always wins. */
const table: { readonly [V in Verb]: (policy: EffectivePolicy, about: About) => Takes } = {
  recheck: ask,
  explain: ask,
  status: ask,
  help: ask,
  block: ({ commands }) => given(commands, ['block'], 'write'),
  unblock: ({ commands }) => {
    const takes = given(commands, ['unblock', 'override'], 'maintain');
    return Object.hasOwn(commands, 'unblock') ? takes : { ...takes, also: ['blocker'] };
  },
  attest: (policy, { attester }) => ({
    roles: attester === null ? [] : attestersOf(attester, policy),
    permission: null,
    also: [],
  }),
  waive: (policy, { is_second }) => {
    const takes = given(policy.commands, ['waive'], 'maintain');
    const { second_approver } = policy.waivers;
    if (!is_second || second_approver === null) return takes;
    return { ...takes, roles: [...new Set([...takes.roles, second_approver])] };
  },
  revoke: ({ commands }) => ({ ...given(commands, ['waive'], 'maintain'), also: ['owner'] }),
  resume: ({ commands }) => given(commands, ['resume', 'override'], 'maintain'),
  resolve: ({ commands }) => given(commands, ['resolve', 'override'], 'maintain'),
};

/** Who may give a command. */
export function takesOf(verb: Verb, policy: EffectivePolicy, about: About = nothingSpecial): Takes {
  return table[verb](policy, about);
}

/** Roles that may attest a signal: its own, and those that the policy gives the command besides. */
export function attestersOf(role: string, { commands }: EffectivePolicy): readonly string[] {
  return [...new Set([role, ...(commands['attest'] ?? [])])];
}

/** Whether somebody may give a command; what can't be read authorises nobody. */
export function authorityOf(
  verb: Verb,
  standing: Standing,
  policy: EffectivePolicy,
  about: About = nothingSpecial,
): Authority {
  if (isStranger(standing, policy)) return { kind: 'silent' };
  const takes = takesOf(verb, policy, about);
  if (has(takes, standing, about, policy)) return { kind: 'may' };
  return { kind: 'refused', takes, unreadable: takes.roles.filter((role) => standing.holds(role) === 'unknown') };
}

function has({ roles, permission, also }: Takes, standing: Standing, about: About, policy: EffectivePolicy): boolean {
  const relations = {
    any_role: () => rolesOf(policy).some((role) => standing.holds(role) === 'member'),
    author: () => standing.is_author,
    blocker: () => standing.blocked_alone,
    owner: () => about.is_own_waiver,
  };
  return (
    (permission !== null && standing.reaches(permission)) ||
    roles.some((role) => standing.holds(role) === 'member') ||
    also.some((relation) => relations[relation]())
  );
}

/** Neither write permission nor any role of the policy, and not the author. Bots are strangers whatever they have. */
export function isStranger(standing: Standing, policy: EffectivePolicy): boolean {
  const { person, is_author } = standing;
  if (person.type !== 'User') return true;
  if (is_author || standing.reaches('write')) return false;
  return !rolesOf(policy).some((role) => standing.holds(role) === 'member');
}

/** Every role that the policy defines or lets do something. */
function rolesOf(policy: EffectivePolicy): readonly string[] {
  const { second_approver } = policy.waivers;
  const attesters = Object.values(policy.signals).flatMap(({ source }) =>
    source.kind === 'attested_by' ? [source.role] : [],
  );
  return [
    ...new Set([
      ...Object.keys(policy.roles),
      ...Object.values(policy.commands).flat(),
      ...attesters,
      ...(second_approver === null ? [] : [second_approver]),
    ]),
  ];
}
