/** One thing that a sweep would mend or tell of. */
export interface SweepFinding {
  readonly kind: 'delivery' | 'pull_request' | 'command' | 'merge_group' | 'default_branch' | 'drift';
  /** `OWNER/REPO`, with `#NUMBER` where it is of one; else the delivery's GUID, `installation ID` or `the App`. */
  readonly where: string;
  /** A sentence without its full stop. */
  readonly what: string;
  /** Of drift: the code that doctor gives it. */
  readonly code: string | null;
}
