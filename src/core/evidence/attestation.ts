import type { AttestationFact, SignalSource } from '../../generated/types.ts';
import { standsForHead } from './commit.ts';
import { nothingCounts, type Reading, type Refusal, refusal, refused, settled, unknown } from './reading.ts';
import { dating, type Scope } from './scope.ts';
import { workflowPath } from './vouching.ts';

type AttestationSource = Extract<SignalSource, { readonly kind: 'attestation' }>;

/** The value of a signed attestation: signer workflow and subject must match; the newest counts. Signatures are checked before. */
export function readAttestation(source: AttestationSource, scope: Scope): Reading {
  const named = scope.matter.snapshot.attestations.filter(({ predicate }) => predicate === source.predicate);
  const judged = named.map((attestation) => ({ attestation, fault: attestationFault(attestation, source, scope) }));
  const refusals = judged.flatMap(({ attestation, fault }) =>
    fault === null ? [] : [refused(`attestation:${attestation.subject}`, fault)],
  );
  const [newest] = judged
    .flatMap(({ attestation, fault }) => (fault === null ? [attestation] : []))
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  if (newest === undefined) {
    return nothingCounts(
      refusals,
      'missing',
      `${source.signer_workflow} has attested nothing for the head commit yet.`,
    );
  }
  const { subject, commit, at, result } = newest;
  const evidence = [{ source: `attestation:${subject}`, commit, at, digest: subject }];
  const why = `The attestation by ${source.signer_workflow} says ${result}.`;
  if (result === 'unknown') return unknown('missing', why, refusals, evidence);
  return settled(result === 'passed', why, evidence, refusals);
}

function attestationFault(found: AttestationFact, source: AttestationSource, scope: Scope): Refusal | null {
  if (workflowPath(found.signer_workflow) !== workflowPath(source.signer_workflow)) {
    const why = `it was signed by ${found.signer_workflow}, and the policy names ${source.signer_workflow}.`;
    return refusal('evidence_wrong_signer', why);
  }
  // The subject is the report's digest, and the report names the commit: a report that was read must agree.
  const report = scope.matter.snapshot.reports.find(({ digest }) => digest === found.subject)?.report ?? null;
  if (found.subject === '' || (report !== null && report.commit !== found.commit)) {
    return refusal('evidence_wrong_subject', 'it speaks of something else than a report on that commit.');
  }
  if (!standsForHead(found.commit, scope)) {
    return refusal('evidence_wrong_commit', `it is for ${found.commit.slice(0, 7)}, not for the head.`);
  }
  const date = dating(found.at, scope);
  if (date === 'future') return refusal('evidence_future_dated', `it is dated in the future (${found.at}).`);
  return date === 'too_old' ? refusal('evidence_too_old', `it is from ${found.at}, older than allowed.`) : null;
}
