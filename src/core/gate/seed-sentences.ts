import type { SeedCode } from '../change/surfaces/seed-demands.ts';

const sentences: Readonly<Record<SeedCode, string>> = {
  session_interruption_unchecked: 'Interruption and expiry behaviour of capability sessions is not checked yet',
  session_reinit_unchecked: 'Re-init behaviour of capability sessions is not reviewed yet',
  delegation_unchecked: 'Continuity of delegated authorization is not checked yet',
  verifier_unchecked: "The verifier's quality is not checked yet, and graded outcomes decide",
  evidence_linkage_unchecked: 'The linkage of evidence is not checked yet, and graded outcomes decide',
  orchestration_unreviewed: 'The orchestration pattern is not reviewed yet',
  sandbox_profile_unreviewed: 'The sandbox profile is not reviewed yet',
  failed_run_undrilled: 'The handling of failed runs is not drilled yet',
  failed_run_untraceable: 'The traceability of failed runs is not verified yet',
};

/**
 * What a signal means that an affected surface demands by its name, while it is not true (seed 7, 9.6 to 9.11). The table
 * of surfaces demands it, so nobody has to name it in a record too.
 */
export function seedSentence(code: SeedCode): string {
  return sentences[code];
}
