import type { PolicyFile } from '../../generated/types.ts';
import { didYouMean } from '../spelling.ts';
import { MAX_PROBLEMS } from '../yaml/limits.ts';
import { globFault } from './glob.ts';
import { joined, label } from './label.ts';
import type { PolicyLog } from './log.ts';
import { type NameIndex, nameIndex, slipFinder } from './name-index.ts';
import { globUses, guardrailUses, roleUses, signalUses, surfaceUses, type Use } from './use.ts';

/** Checks that everything the policy names is defined in it, at the line that names it. */
export function checkReferences(policy: PolicyFile, log: PolicyLog): void {
  const roles = nameIndex('roles', policy.roles ?? {}, log);
  const signals = nameIndex('signals', policy.signals ?? {}, log);
  // Without `roles` each role is the team of its name (DESIGN section 4), which only GitHub can tell.
  if (policy.roles !== undefined) {
    const roleKind = { code: 'role_undefined', noun: 'role', section: 'roles' } as const;
    checkDefined(roleUses(policy), [...roles.keys()], roleKind, log);
  }
  checkSignals(signalUses(policy), signals, log);
  const surfaces = Object.keys(policy.surfaces ?? {});
  const surfaceKind = { code: 'surface_undefined', noun: 'surface', section: 'surfaces' } as const;
  checkDefined(surfaceUses(policy), surfaces, surfaceKind, log);
  const guardrails = Object.keys(policy.guardrails ?? {});
  const guardrailKind = { code: 'guardrail_undefined', noun: 'guardrail', section: 'guardrails' } as const;
  checkDefined(guardrailUses(policy), guardrails, guardrailKind, log);
  for (const use of globUses(policy)) checkGlob(use, log);
}

interface Kind {
  readonly code: 'role_undefined' | 'surface_undefined' | 'guardrail_undefined';
  readonly noun: string;
  readonly section: string;
}

/** Comparing spellings costs: so many names, and no more, are compared with what is known. */
const MAX_COMPARED = 300;

function checkDefined(uses: readonly Use[], known: readonly string[], kind: Kind, log: PolicyLog): void {
  const names = new Set(known);
  const few = known.slice(0, 8);
  const listed =
    few.length === 0
      ? 'nothing is defined there'
      : `defined are ${few.length < known.length ? 'among others ' : ''}${joined(few)}`;
  for (const { name, pointer } of uses.filter((use) => !names.has(use.name)).slice(0, MAX_PROBLEMS + 1)) {
    const meant = didYouMean(name, known.slice(0, MAX_COMPARED));
    const hint = meant === null ? `Define it under ${kind.section}; ${listed}.` : `Did you mean ${meant}?`;
    const message = `${label(pointer)} names the ${kind.noun} ${name}, which ${kind.section} doesn't define`;
    log.error(kind.code, pointer, message, hint);
  }
}

/** A signal needs no definition: the Actions job of its name stands for it, so that only a slip is an error. */
function checkSignals(uses: readonly Use[], signals: NameIndex, log: PolicyLog): void {
  const slips = slipFinder([...signals.keys()]);
  for (const { name, pointer } of uses.filter((use) => !signals.has(use.name)).slice(0, MAX_PROBLEMS + 1)) {
    const meant = slips(name);
    if (meant !== undefined) {
      const message = `${label(pointer)} names the signal ${name}, which signals doesn't define`;
      const hint = `Did you mean ${meant}? If not, define ${name} under signals.`;
      log.error('signal_misspelt', pointer, message, hint);
    } else {
      const message = `The signal ${name} is not defined under signals; it is read as the Actions job of that name`;
      log.warn('signal_undefined', pointer, message);
    }
  }
}

function checkGlob({ name, pointer }: Use, log: PolicyLog): void {
  const fault = globFault(name);
  if (fault !== null) log.error('policy_glob', pointer, `The glob ${JSON.stringify(name)} ${fault}`);
}
