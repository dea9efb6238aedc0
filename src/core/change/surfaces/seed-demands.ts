import type { EffectivePolicy } from '../../../generated/types.ts';

/** Reasons that say that a signal which a surface's name demands is not true yet. */
export type SeedCode =
  | 'session_interruption_unchecked'
  | 'session_reinit_unchecked'
  | 'delegation_unchecked'
  | 'verifier_unchecked'
  | 'evidence_linkage_unchecked'
  | 'orchestration_unreviewed'
  | 'sandbox_profile_unreviewed'
  | 'failed_run_undrilled'
  | 'failed_run_untraceable';

/** A signal that a surface's name alone demands, with the reason that says it is not true yet. */
export interface SeedDemand {
  readonly signal: string;
  readonly code: SeedCode;
}

interface Row {
  readonly fits: (surface: string) => boolean;
  readonly demands: readonly SeedDemand[];
}

const startsWith = (start: string) => (surface: string) => surface.startsWith(start);

/** What the seed's surface names demand by themselves (seed 004 sections 7 and 9, DESIGN 4). */
const rows: readonly Row[] = [
  {
    fits: (surface) => surface.includes('session'),
    demands: [
      { signal: 'session_expiry_behavior_checked', code: 'session_interruption_unchecked' },
      { signal: 'reinit_policy_reviewed', code: 'session_reinit_unchecked' },
    ],
  },
  {
    fits: startsWith('delegated_authorization'),
    demands: [{ signal: 'delegated_authorization_continuity_checked', code: 'delegation_unchecked' }],
  },
  {
    fits: startsWith('sandbox_profile'),
    demands: [{ signal: 'sandbox_profile_reviewed', code: 'sandbox_profile_unreviewed' }],
  },
  {
    fits: startsWith('orchestration'),
    demands: [{ signal: 'orchestration_pattern_reviewed', code: 'orchestration_unreviewed' }],
  },
  {
    fits: startsWith('failed_run'),
    demands: [
      { signal: 'failed_run_drill_checked', code: 'failed_run_undrilled' },
      { signal: 'failed_run_traceability_verified', code: 'failed_run_untraceable' },
    ],
  },
  {
    fits: startsWith('verifier'),
    demands: [
      { signal: 'verifier_quality_check', code: 'verifier_unchecked' },
      { signal: 'evidence_linkage_checked', code: 'evidence_linkage_unchecked' },
    ],
  },
];

/**
 * The signals that a surface demands by its name. A surface that the policy defines with a `requires` that asks for
 * anything replaces its rows here: the team has said itself what changing it takes.
 */
export function demandsOf(surface: string, policy: EffectivePolicy): readonly SeedDemand[] {
  const own = Object.hasOwn(policy.surfaces, surface) ? policy.surfaces[surface]?.requires : undefined;
  if (own !== undefined && own.reviews.length + own.evals.length + own.signals.length > 0) return none;
  const fitting = rows.filter(({ fits }) => fits(surface));
  return fitting.length === 0 ? none : fitting.flatMap(({ demands }) => demands);
}

const none: readonly SeedDemand[] = [];
