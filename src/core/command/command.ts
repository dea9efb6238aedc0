/** What a command asks for, by its verb. */
export type Ask =
  | { readonly verb: 'recheck' | 'status' | 'help' | 'unblock' }
  /** `code` = a reason code; null = all reasons. */
  | { readonly verb: 'explain'; readonly code: string | null }
  | { readonly verb: 'block' | 'resume' | 'resolve'; readonly reason: string }
  | { readonly verb: 'attest'; readonly signal: string }
  | { readonly verb: 'waive'; readonly finding: string; readonly until: string; readonly reason: string }
  | { readonly verb: 'revoke'; readonly waiver: string };

export type Command = Ask & {
  /** Says what would change, and changes nothing. */
  readonly dry_run: boolean;
  /** The line that it stands on, at most 1,000 characters of it. */
  readonly line: string;
};

/** A line that is meant as a command and isn't one. */
export interface Malformed {
  readonly verb: string;
  readonly line: string;
  /** How the command is written; null = it isn't built yet. */
  readonly usage: string | null;
  /** Half a sentence. */
  readonly why: string;
}

/** What a comment holds. */
export type CommandFound =
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed'; readonly malformed: Malformed }
  | { readonly kind: 'command'; readonly command: Command };
