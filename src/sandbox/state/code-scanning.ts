/** One thing that a code-scanning tool found, with how it stands on each ref that was analysed. */
export interface CodeScanningAlert {
  readonly id: number;
  readonly repositoryId: number;
  /** Counted for each repository, apart from issues. */
  readonly number: number;
  readonly rule: AlertRule;
  /** By full ref (`refs/heads/main`, `refs/pull/1/merge`), the newest last. */
  readonly instances: Map<string, AlertInstance>;
  dismissed: { readonly byId: number; readonly at: Date; readonly reason: DismissedReason } | null;
  readonly createdAt: Date;
  updatedAt: Date;
}

export type DismissedReason = 'false positive' | "won't fix" | 'used in tests';

export interface AlertRule {
  readonly id: string;
  readonly description: string;
  readonly severity: 'none' | 'note' | 'warning' | 'error';
  /** null = no security rule. */
  readonly securitySeverity: 'low' | 'medium' | 'high' | 'critical' | null;
}

export interface AlertInstance {
  readonly ref: string;
  readonly commitSha: string;
  readonly path: string;
  readonly state: 'open' | 'fixed';
}

/** One upload of results for a commit; it may have found nothing. */
export interface CodeScanningAnalysis {
  readonly id: number;
  readonly repositoryId: number;
  readonly ref: string;
  readonly commitSha: string;
  readonly results: number;
  readonly createdAt: Date;
}
