import type { DoctorCode } from '../../generated/codes.ts';
import type { Problem } from '../../generated/types.ts';

/** The App as GitHub describes it to itself. Permissions: name → level, in the API's words. */
export interface AppFact {
  readonly id: number;
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
  /** Its installation on the repository; null = none; `unasked` = no repository was named. */
  readonly installation: InstallationFact | null | 'unasked';
}

export interface InstallationFact {
  readonly permissions: Readonly<Record<string, string>>;
  readonly suspended: boolean;
}

export interface RepositoryFact {
  readonly full_name: string;
  readonly default_branch: string;
  readonly owner_type: 'Organization' | 'User';
  readonly archived: boolean;
}

/** A text on the default branch. */
export type TextState = { readonly text: string } | 'absent' | 'unreadable';

/** A team's active members, those of child teams included; only their number is ever shown. */
export type TeamState = { readonly size: number } | 'absent' | 'unreadable';

/** An account's id. */
export type UserState = { readonly id: number } | 'absent' | 'unreadable';

/** A rule of the default branch that bears on the gate. */
export type BranchRule =
  | {
      readonly kind: 'required_check';
      readonly context: string;
      /** The App that must have posted it; null = any source. */
      readonly integration_id: number | null;
    }
  | { readonly kind: 'required_workflow'; readonly path: string }
  | {
      readonly kind: 'merge_queue';
      /** ALLGREEN or HEADGREEN; null = not told. */
      readonly grouping: string | null;
    };

/** The rules of a branch; `refused` = the token may not see them, `unreadable` = GitHub did not tell this time. */
export type RulesState = readonly BranchRule[] | 'refused' | 'unreadable';

export interface CodeownersFact {
  readonly path: string;
  readonly text: string;
  readonly error_lines: readonly number[];
}

/** What a policy's check needs besides the policy. Names are as the policy spells them. */
export interface PolicySurroundings {
  readonly teams: ReadonlyMap<string, TeamState>;
  readonly users: ReadonlyMap<string, UserState>;
  readonly codeowners: CodeownersFact | 'absent' | 'unreadable';
  /** Paths of the default branch; null = not all could be listed. */
  readonly paths: readonly string[] | null;
}

/** What one line of doctor says; level and mend come with the code (schemas/codes/doctor.json). */
export interface Finding {
  readonly code: DoctorCode;
  /** What was found, particulars included; may hold untrusted text. */
  readonly message: string;
  /** In the policy; null = nowhere in particular. */
  readonly where: Problem['where'] | null;
}
