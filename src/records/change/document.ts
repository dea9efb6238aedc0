import { readList, readText } from '../field.ts';
import type { Section } from '../place.ts';
import type { ProblemLog } from '../problem-log.ts';
import { CHANGE_KIND } from './shape.ts';

/** The fields of the document shape: the seed's own, then those of the reference shape that it may carry as well. */
export const DOCUMENT_CHANGE_KEYS = [
  'kind',
  'review_id',
  'change_id',
  'owner',
  'change_type',
  'risk_level',
  'affected_surfaces',
  'required_reviews',
  'required_evals',
  'status',
  'rollout_strategy',
  'artifacts',
  'session_control_owner',
  'emergency_freeze_owner',
] as const;

export interface DocumentChange {
  review_id: string | null;
  change_id: string | null;
  owner: string | null;
  change_type: string | null;
  risk_level: string | null;
  affected_surfaces: string[];
  required_reviews: string[];
  required_evals: string[];
  status: string | null;
  rollout_strategy: string | null;
  artifacts: string[];
  session_control_owner: string | null;
  emergency_freeze_owner: string | null;
}

/** Reads a `change_review_record` (seed 004 section 3): every field is required but `status`, which is a claim. */
export function readDocumentChange(section: Section, log: ProblemLog): DocumentChange {
  const text = (key: string) => readText(section, key, CHANGE_KIND, 'required', log);
  const optional = (key: string) => readText(section, key, CHANGE_KIND, 'optional', log);
  return {
    review_id: text('review_id'),
    change_id: text('change_id'),
    owner: text('owner'),
    change_type: text('change_type'),
    risk_level: text('risk_level'),
    affected_surfaces: readList(section, 'affected_surfaces', 'required', log),
    required_reviews: readList(section, 'required_reviews', 'required', log),
    required_evals: readList(section, 'required_evals', 'required', log),
    status: optional('status'),
    rollout_strategy: optional('rollout_strategy'),
    artifacts: readList(section, 'artifacts', 'optional', log),
    session_control_owner: optional('session_control_owner'),
    emergency_freeze_owner: optional('emergency_freeze_owner'),
  };
}
