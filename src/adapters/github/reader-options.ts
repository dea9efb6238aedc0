import type { Sha256 } from '../../core/judgement.ts';
import type { Person, Snapshot } from '../../generated/types.ts';
import type { Needs } from '../../reconcile/ports/needs.ts';
import type { ReadAnswers, ReadReports } from '../../reconcile/ports.ts';
import type { ReadingMemory } from './memory.ts';
import type { OrganizationPolicy } from './organization-policy.ts';
import type { Transport } from './transport/transport.ts';

/** How our own objects are told from others'. */
export interface Marks {
  /** Name of the check to require, and of the one that only observes. */
  readonly gates: readonly string[];
  /** Beginning of the `external_id` of all our check runs. */
  readonly external_id: string;
  /** First line of the sticky comment. */
  readonly comment: string;
  /** How the machine part of an answer comment begins. */
  readonly answer: string;
  /** Label of incident issues, and the beginning of their hidden first line. */
  readonly incident: { readonly label: string; readonly marker: string };
  /** Label of issues of drift, and the beginnings of their text and of our comments on them. */
  readonly drift: { readonly label: string; readonly marker: string; readonly word: string };
  /** Ids in the hidden line of a gate check's summary. */
  readonly usesIn: (summary: string) => readonly { readonly change_id: string; readonly bundle_id: string | null }[];
}

export interface ReaderOptions {
  readonly transport: Transport;
  /** A token that may read teams, where the first may not (the Action's `roles-token`). */
  readonly rolesTransport?: Transport;
  /** The organisation's defaults that the operator named; none = there are none. */
  readonly organizationPolicy?: OrganizationPolicy | undefined;
  /** The app whose check runs are ours: its id, or its slug where only that is known (`github-actions`). */
  readonly app: number | string;
  readonly marks: Marks;
  /** What is needed, by what was read so far; `asking` are people who must be looked at besides. */
  readonly needsOf: (snapshot: Snapshot, asking: readonly Person[]) => Needs;
  readonly readReports: ReadReports;
  readonly readAnswers: ReadAnswers;
  readonly sha256: Sha256;
  /** Caches of the process; a new one each time is right as well, only slower. */
  readonly memory: ReadingMemory;
}
