import type { Matter } from '../change/matter.ts';
import type { Proposal } from '../change/proposal.ts';
import type { People } from '../change/reviews/people.ts';
import { resolveRole } from '../change/reviews/role.ts';
import { block, byOperator, type Ground } from './ground.ts';
import { attestersOf } from '../command/authority.ts';
import type { ReadSignal } from './signals.ts';

/** What is looked at to tell that no set of actions can lead to `go`. Reviews that nobody can give are told by `judgeReviews`. */
export interface Prospect {
  readonly matter: Matter;
  readonly proposals: readonly Proposal[];
  readonly signals: readonly ReadSignal[];
}

interface DeadEnd {
  readonly subject: string;
  readonly why: string;
  /** Whom to ask, and for what. */
  readonly ask: string;
}

/** The signals that bind at merge, apart by how they are demanded. */
interface Binding extends Prospect {
  readonly required: readonly ReadSignal[];
  readonly blockers: readonly ReadSignal[];
}

type Rule = (prospect: Binding) => readonly DeadEnd[];

const none: readonly DeadEnd[] = [];

const policyKeepers = 'the people who keep the policy';

const rules: readonly Rule[] = [
  function requiredAndBlocker({ signals }) {
    const blocking = signals.flatMap(({ signal }) => (signal.demanded_as === 'blocker' ? signal.name : []));
    if (blocking.length === 0) return none;
    return signals
      .filter(({ signal }) => signal.demanded_as === 'required' && blocking.includes(signal.name))
      .map(({ signal: { name, demanded_by } }) => ({
        subject: `signal:${name}`,
        why: `${name} must be true (${demanded_by.join(', ')}) and, as a blocker, false.`,
        ask: `ask ${policyKeepers}, or take ${name} out of one of the two lists`,
      }));
  },
  function attestedByNobody({ required, matter }) {
    return required.flatMap(({ signal: { name }, policy: { source } }) => {
      if (source.kind !== 'attested_by') return [];
      if (attestersOf(source.role, matter.policy).some((role) => mayBeHeld(role, matter))) return [];
      const why = `${name} takes the word of someone who holds ${source.role}, and nobody does.`;
      return [{ subject: `signal:${name}`, why, ask: `ask ${policyKeepers} to name who holds ${source.role}` }];
    });
  },
  function attestedBlocker({ blockers }) {
    return blockers.flatMap(({ signal: { name, value }, policy: { source } }) => {
      if (source.kind !== 'attested_by' || value === 'false') return [];
      const why = `The blocker ${name} is settled by /attest alone, which can only make it true.`;
      return [
        { subject: `signal:${name}`, why, ask: `ask ${policyKeepers} to read ${name} from a job or from alerts` },
      ];
    });
  },
  function statusByNobody({ required, matter }) {
    return required.flatMap(({ signal: { name, value }, policy: { source } }) => {
      if (source.kind !== 'status' || value === 'true') return [];
      const account = matter.snapshot.users.find(({ login }) => login.toLowerCase() === source.creator.toLowerCase());
      if (account === undefined || account.id !== null) return [];
      const why = `${name} takes a status by @${source.creator}, and there is no such account.`;
      return [{ subject: `signal:${name}`, why, ask: `ask ${policyKeepers} to name the account that sets it` }];
    });
  },
  function ownWorkflow({ required, matter }) {
    // In a merge group the edit may be another one's, and is over when that one is merged.
    if (matter.snapshot.merge_group !== undefined) return none;
    return required.flatMap(({ signal: { name, value, refused }, policy }) => {
      const fault = refused.find(({ code }) => editedCodes.has(code));
      if (value !== 'unknown' || fault === undefined || policy.trusted_reviewer !== null) return [];
      const why = `${name} can't become true here: ${fault.why}`;
      const ask = `take that edit out into a pull request of its own, or ask ${policyKeepers} to name a trusted_reviewer for ${name}`;
      return [{ subject: `signal:${name}`, why, ask }];
    });
  },
  function noWave({ proposals, matter }) {
    if (matter.policy.waves.length > 0) return none;
    return proposals
      .filter(({ rollout, records_required }) => rollout !== null || records_required)
      .map(({ change_id }) => {
        const why = 'A rollout record has to name a wave, and the plan in the policy has none.';
        return { subject: `change:${change_id}`, why, ask: `ask ${policyKeepers} to add waves` };
      });
  },
  function noPlaceForRecords({ proposals, matter }) {
    const { change, rollout } = matter.policy.records;
    if (change.length > 0 && rollout.length > 0) return none;
    const missing = [...(change.length === 0 ? ['change'] : []), ...(rollout.length === 0 ? ['rollout'] : [])];
    return proposals
      .filter(({ records_required }) => records_required)
      .map(({ change_id }) => {
        const why = `The change needs records, and the policy gives no place for ${missing.join(' and ')} records.`;
        return {
          subject: `change:${change_id}`,
          why,
          ask: `ask ${policyKeepers} to fill records.${missing[0] ?? 'change'}`,
        };
      });
  },
];

const editedCodes: ReadonlySet<string> = new Set(['evidence_workflow_edited', 'evidence_trusted_path_edited']);

/** One ground for each dead end: what nobody can do anything about under this policy. */
export function judgeSatisfiability(prospect: Prospect): readonly Ground[] {
  const atMerge = prospect.signals.filter(({ signal }) => signal.at === 'merge');
  const required = atMerge.filter(({ signal }) => signal.demanded_as === 'required');
  const blockers = atMerge.filter(({ signal }) => signal.demanded_as === 'blocker');
  const binding = { ...prospect, required, blockers };
  const grounds: Ground[] = [];
  for (const rule of rules) {
    for (const { subject, why, ask } of rule(binding))
      grounds.push(block('unsatisfiable', subject, why, byOperator(ask)));
  }
  return grounds;
}

/** Whether anybody may hold a role: what could not be read proves nothing. */
function mayBeHeld(name: string, { policy, snapshot }: Matter): boolean {
  const role = resolveRole(name, policy, snapshot);
  return role.known && hasAnybody(role.holders);
}

function hasAnybody({ users, teams, everyone, unreadable, changed }: People): boolean {
  return users.size + unreadable.length + changed.length > 0 || everyone !== null || teams.some(({ size }) => size > 0);
}
