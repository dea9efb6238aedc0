import type { EffectivePolicy, RolePolicy } from '../../generated/types.ts';
import { canonicalName } from '../change/surfaces/names.ts';
import { lacking, type Loosening, namesOr, pointerTo } from './loosening.ts';

/** No role gets more holders, fewer approvals or a lower permission; no command more roles; no waiver more room. */
export function widenedPeople(before: EffectivePolicy, after: EffectivePolicy): readonly Loosening[] {
  return [
    ...Object.entries(before.roles).flatMap(([name, role]) => widenedRole(name, role, after)),
    ...Object.entries(after.commands).flatMap(([command, roles]) => widenedCommand(command, roles, before, after)),
    ...widenedWaivers(before, after),
  ];
}

function widenedRole(old: string, before: RolePolicy, { roles }: EffectivePolicy): readonly Loosening[] {
  const name = canonicalName(old, roles);
  const after = Object.hasOwn(roles, name) ? roles[name] : undefined;
  const pointer = pointerTo('roles', name);
  if (after === undefined) {
    const message = `${name} was ${namesOr(holdersOf(before), 'nobody')}, now it is the team of that name.`;
    return [{ code: 'role_widened', pointer, message }];
  }
  const more = lacking(holdersOf(after), holdersOf(before));
  const loosenings: Loosening[] = [];
  if (more.length > 0) {
    loosenings.push({
      code: 'role_widened',
      pointer,
      message: `An approval by ${namesOr(more, '')} did not count for ${name}, now it does.`,
    });
  }
  if (after.approvals < before.approvals) {
    const message = `${name} took ${before.approvals} people, now ${after.approvals}.`;
    loosenings.push({ code: 'role_weakened', pointer, message });
  }
  if (rank(after.permission) < rank(before.permission)) {
    const message = `An approval for ${name} took ${before.permission} permission, now ${after.permission ?? 'none'}.`;
    loosenings.push({ code: 'role_weakened', pointer, message });
  }
  return loosenings;
}

function holdersOf({ teams, users, codeowners }: RolePolicy): readonly string[] {
  return [
    ...teams.map((team) => `the team ${team}`),
    ...users.map(({ login, id }) => (id === null ? `@${login}` : `@${login} (${id})`)),
    ...codeowners.map((glob) => `the code owners of ${glob}`),
  ];
}

const permissions = ['read', 'triage', 'write', 'maintain', 'admin'];

function rank(permission: string | null): number {
  return permission === null ? -1 : permissions.indexOf(permission);
}

/** Without a list of its own a command has the roles that it has by default: naming some is not compared with that. */
function widenedCommand(
  command: string,
  roles: readonly string[],
  before: EffectivePolicy,
  after: EffectivePolicy,
): readonly Loosening[] {
  const then = Object.hasOwn(before.commands, command) ? before.commands[command] : undefined;
  if (then === undefined) return [];
  const more = lacking(
    roles,
    then.map((role) => canonicalName(role, after.roles)),
  );
  if (more.length === 0) return [];
  const message = `/${command} by ${namesOr(more, '')} was refused, now it is taken.`;
  return [{ code: 'command_widened', pointer: pointerTo('commands', command), message }];
}

function widenedWaivers(
  { waivers: before }: EffectivePolicy,
  { waivers: after, roles }: EffectivePolicy,
): readonly Loosening[] {
  const loosenings: Loosening[] = [];
  const days = (seconds: number): string => `${Math.round((seconds / 86_400) * 100) / 100} days`;
  if (after.max_seconds > before.max_seconds) {
    const message = `A waiver of ${days(after.max_seconds)} was refused beyond ${days(before.max_seconds)}, now it is taken.`;
    loosenings.push({ code: 'waiver_widened', pointer: pointerTo('waivers', 'max'), message });
  }
  const gone = lacking(before.never, after.never);
  if (gone.length > 0) {
    const message = `${namesOr(gone, '')} could not be waived, now it can.`;
    loosenings.push({ code: 'waiver_widened', pointer: pointerTo('waivers', 'never'), message });
  }
  const second = before.second_approver === null ? null : canonicalName(before.second_approver, roles);
  if (second !== null && after.second_approver !== second) {
    const message = `A waiver needed ${second} to agree, now ${after.second_approver ?? 'nobody'}.`;
    loosenings.push({ code: 'waiver_widened', pointer: pointerTo('waivers', 'second_approver'), message });
  }
  return loosenings;
}
