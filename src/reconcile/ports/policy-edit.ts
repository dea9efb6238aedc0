import type { PolicySource } from '../../generated/types.ts';
import type { CaseFile } from '../../records/case/case.ts';
import type { PullRequestKey } from '../ports.ts';

/** An edit of the policy as a pull request makes it. */
export interface PolicyEdit {
  /** The default branch's policy: what the pull request itself is judged by. */
  readonly before: PolicySource;
  /** The organisation's defaults; null = there are none. */
  readonly organization: PolicySource | null;
  /** The policy at the head; null = the pull request removes it. */
  readonly after: PolicySource | null;
  /** The cases at the head, by path. */
  readonly cases: readonly CaseFile[];
}

/** Reads what a pull request makes of the policy. */
export interface PolicyEditReader {
  /** null = the default branch has no policy. Throws a Fault when it can't be told. */
  edit(key: PullRequestKey): Promise<PolicyEdit | null>;
}
