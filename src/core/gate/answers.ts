import type { ReasonCode } from '../../generated/codes.ts';
import type { Answer } from '../../generated/types.ts';
import type { Matter } from '../change/matter.ts';
import type { Proposal } from '../change/proposal.ts';
import type { Ground } from './ground.ts';
import { retainsFindings } from './seed-rules.ts';
import type { ReadSignal } from './signals.ts';

/** What the seven questions are answered from. */
export interface Asked {
  readonly matter: Matter;
  readonly proposals: readonly Proposal[];
  readonly grounds: readonly Ground[];
  readonly signals: readonly ReadSignal[];
}

/** An answer without its number. */
type Said = Omit<Answer, 'question'>;

const yes = (why: string): Said => ({ answer: 'yes', code: '', why });
const no = (code: ReasonCode, why: string): Said => ({ answer: 'no', code, why });
const notApplicable = (why: string): Said => ({ answer: 'not_applicable', code: '', why });

/** The seven questions of seed 004 section 11, each "no" with its reason. */
export function answersOf(asked: Asked): readonly Answer[] {
  return [
    numbered(1, reviewRecord(asked)),
    numbered(2, separateGate(asked)),
    numbered(3, clearChecks(asked)),
    numbered(4, visibleLink(asked)),
    numbered(5, verifierChecks(asked)),
    numbered(6, retained(asked)),
    numbered(7, reconstructable(asked)),
  ];
}

function numbered(question: Answer['question'], { answer, code, why }: Said): Answer {
  return { question, answer, code, why };
}

/** 1. Is there an explicit review record for high-risk changes? */
function reviewRecord({ proposals }: Asked): Said {
  const bare = proposals.filter(({ change }) => change === null);
  if (bare.length === 0)
    return yes(`The review is recorded in ${proposals.map(({ change }) => change?.path ?? '').join(', ')}.`);
  const broken = bare.find(({ malformed }) => malformed.change);
  if (broken !== undefined) return no('record_malformed', "The change record can't be read.");
  const needed = bare.find(({ records_required, effective }) => records_required || effective === 'high');
  return needed === undefined
    ? notApplicable('The risk is below the one from which a record is needed.')
    : no('record_missing', `A change of ${needed.effective} risk has no change record.`);
}

/** 2. Is there a separate rollout gate, not just "review approved"? */
function separateGate({ proposals }: Asked): Said {
  const bare = proposals.filter(({ rollout }) => rollout === null);
  if (bare.length === 0) return yes(`The gate is ${proposals.map(({ rollout }) => rollout?.path ?? '').join(', ')}.`);
  if (bare.some(({ malformed }) => malformed.rollout))
    return no('record_malformed', "The rollout record can't be read.");
  return bare.some(({ records_required }) => records_required)
    ? no('rollout_record_missing', 'There is no rollout record.')
    : notApplicable('The risk is below the one from which a rollout record is needed.');
}

/** 3. Is it clear which checks must pass before rollout? */
function clearChecks({ proposals }: Asked): Said {
  const gated = gates(proposals);
  if (gated.length === 0) return withoutGate(proposals, 'checks_not_explicit');
  if (gated.some(({ required_checks }) => required_checks.length === 0)) {
    return no('checks_not_explicit', 'The rollout record names no required checks.');
  }
  return yes(`${gated.reduce((sum, { required_checks }) => sum + required_checks.length, 0)} checks are named.`);
}

const linkCodes = [
  'change_id_mismatch',
  'records_disconnected',
  'change_record_missing',
  'bundle_unknown',
  'wave_unknown',
] as const;

/** 4. Is there a visible change_id -> bundle_id -> rollout_wave link? */
function visibleLink({ proposals, grounds }: Asked): Said {
  const broken = linkCodes.find((code) => grounds.some((ground) => ground.code === code));
  if (broken !== undefined) return no(broken, grounds.find(({ code }) => code === broken)?.message ?? '');
  if (gates(proposals).length === 0) return withoutGate(proposals, 'rollout_record_missing');
  const links = proposals.map(
    ({ change_id, bundle_id, rollout }) => `${change_id} → ${bundle_id ?? ''} → ${rollout?.rollout_wave ?? ''}`,
  );
  return yes(`${links.join('; ')}.`);
}

/** 5. Are verifier quality and evidence-linkage checks visible when graded outcomes affect release? */
function verifierChecks({ signals, proposals }: Asked): Said {
  const graded = signals.some(
    ({ policy, signal }) => policy.source.kind === 'report' && signal.demanded_as === 'required',
  );
  const touched = proposals.some(({ surfaces }) => surfaces.some((surface) => surface.startsWith('verifier')));
  if (!graded && !touched) return notApplicable('No graded outcome decides here.');
  const names = signals.flatMap(({ signal }) => (signal.demanded_as === 'required' ? signal.name : []));
  if (!names.some((name) => name.includes('verifier')))
    return no('verifier_unchecked', 'No signal about the quality of the verifier is required.');
  // A report that is read by us carries its own linkage: trace ids, dataset, judge and verifier with their versions.
  const linked = names.some((name) => name.includes('linkage') || name.includes('trace')) || graded;
  return linked
    ? yes('Verifier quality is required, and the evidence is linked to its runs.')
    : no('evidence_linkage_unchecked', 'No signal about the linkage of evidence is required.');
}

/** 6. Are blocking findings and decision owners retained? */
function retained({ proposals, matter }: Asked): Said {
  if (gates(proposals).length === 0) return withoutGate(proposals, 'findings_or_owner_not_retained');
  const ownerless = proposals.some(({ change }) => (change?.owner ?? change?.session_control_owner ?? null) === null);
  if (ownerless) return no('owner_missing', 'A change has no owner on record.');
  const kept = gates(proposals).every(({ blocking_findings }) =>
    retainsFindings(blocking_findings, matter.policy.findings),
  );
  return kept
    ? yes('Findings and owners stand in the records or where the policy reads them.')
    : no('findings_or_owner_not_retained', 'Nothing keeps blocking findings.');
}

/** 7. Can incident review reconstruct which gate allowed the change through? */
function reconstructable({ proposals, grounds }: Asked): Said {
  if (grounds.some(({ code }) => code === 'gate_unversioned'))
    return no('gate_unversioned', 'The policy stands at no commit.');
  if (gates(proposals).length === 0) return withoutGate(proposals, 'not_reconstructable');
  const lost = grounds.find(({ code }) => code === 'not_reconstructable' || code === 'bundle_unknown');
  return lost === undefined
    ? yes('Change, bundle and wave are named, the policy stands at a commit, and the decision is kept as a capsule.')
    : no('not_reconstructable', lost.message);
}

function gates(proposals: readonly Proposal[]) {
  return proposals.flatMap(({ rollout }) => (rollout === null ? [] : [rollout]));
}

function withoutGate(proposals: readonly Proposal[], code: ReasonCode): Said {
  return proposals.some(({ records_required }) => records_required)
    ? no(code, 'There is no rollout record.')
    : notApplicable('There is no rollout record, and the risk needs none.');
}
