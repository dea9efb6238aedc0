import type { PolicyFile } from '../../generated/types.ts';
import { didYouMean } from '../spelling.ts';
import { globFault } from './glob.ts';
import { either, label } from './label.ts';
import type { PolicyLog } from './log.ts';
import { isSlip, type NameIndex, nameIndex } from './name-index.ts';
import { globUses, guardrailUses, roleUses, signalUses, surfaceUses, type Use } from './use.ts';

/** Checks that everything the policy names is defined in it (issue 2 section 3), at the line that names it. */
export function checkReferences(policy: PolicyFile, log: PolicyLog): void {
  const roles = nameIndex('roles', policy.roles ?? {}, log);
  const signals = nameIndex('signals', policy.signals ?? {}, log);
  // Without `roles` each role is the team of its name (DESIGN section 4), which only GitHub can tell.
  if (policy.roles !== undefined) {
    const roleKind = { code: 'role_undefined', noun: 'role', section: 'roles' } as const;
    for (const use of roleUses(policy)) checkDefined(use, [...roles.keys()], roleKind, log);
  }
  for (const use of signalUses(policy)) checkSignal(use, signals, log);
  const surfaces = Object.keys(policy.surfaces ?? {});
  const surfaceKind = { code: 'surface_undefined', noun: 'surface', section: 'surfaces' } as const;
  for (const use of surfaceUses(policy)) checkDefined(use, surfaces, surfaceKind, log);
  const guardrails = Object.keys(policy.guardrails ?? {});
  const guardrailKind = { code: 'guardrail_undefined', noun: 'guardrail', section: 'guardrails' } as const;
  for (const use of guardrailUses(policy)) checkDefined(use, guardrails, guardrailKind, log);
  for (const use of globUses(policy)) checkGlob(use, log);
}

interface Kind {
  readonly code: 'role_undefined' | 'surface_undefined' | 'guardrail_undefined';
  readonly noun: string;
  readonly section: string;
}

function checkDefined({ name, pointer }: Use, known: readonly string[], kind: Kind, log: PolicyLog): void {
  if (known.includes(name)) return;
  const meant = didYouMean(name, known);
  const defined =
    known.length === 0
      ? 'none is'
      : `${known.length > 8 ? 'some of those are' : 'defined:'} ${either(known.slice(0, 8))}`;
  const hint = meant === null ? `Define it under ${kind.section}; ${defined}.` : `Did you mean ${meant}?`;
  log.error(
    kind.code,
    pointer,
    `${label(pointer)} names the ${kind.noun} ${name}, which ${kind.section} doesn't define`,
    hint,
  );
}

/** A signal needs no definition: the Actions job of its name stands for it, so that only a slip is an error. */
function checkSignal({ name, pointer }: Use, signals: NameIndex, log: PolicyLog): void {
  if (signals.has(name)) return;
  const meant = [...signals.keys()].find((known) => isSlip(name, known));
  if (meant !== undefined) {
    const message = `${label(pointer)} names the signal ${name}, which signals doesn't define`;
    return log.error(
      'signal_misspelt',
      pointer,
      message,
      `Did you mean ${meant}? If not, define ${name} under signals.`,
    );
  }
  log.warn(
    'signal_undefined',
    pointer,
    `The signal ${name} is not defined under signals; it is read as the Actions job of that name`,
  );
}

function checkGlob({ name, pointer }: Use, log: PolicyLog): void {
  const fault = globFault(name);
  if (fault !== null) log.error('policy_glob', pointer, `The glob ${JSON.stringify(name)} ${fault}`);
}
