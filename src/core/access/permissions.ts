export type PermissionLevel = 'read' | 'write';

/** Parts that a team may switch on, each with a permission of its own (github-checked rule 10). */
export const optionalParts = ['code-scanning', 'attestations', 'administration', 'publisher'] as const;
export type OptionalPart = (typeof optionalParts)[number];

/** One permission of the App. */
interface AppPermission {
  /** GitHub's word for it on the settings page. */
  readonly title: string;
  readonly level: PermissionLevel;
  /** What each of our tokens has of it; null = nothing, so far. */
  readonly token: PermissionLevel | null;
  readonly why: string;
}

/**
 * What the App asks for, by the name that the API uses: the one source of the manifest, of the tokens, of doctor and of
 * the page's table. The least that it works with (github-checked rules 9 and 10).
 */
export const appPermissions = {
  metadata: { title: 'Metadata', level: 'read', token: 'read', why: 'every App has it' },
  contents: {
    title: 'Contents',
    level: 'read',
    token: 'read',
    why: 'policy, records, CODEOWNERS, workflow files',
  },
  pull_requests: {
    title: 'Pull requests',
    level: 'write',
    token: 'write',
    why: 'reviews; the sticky comment; review requests; drafted records in a review',
  },
  issues: {
    title: 'Issues',
    level: 'write',
    token: 'write',
    why: 'blocking findings; comments; incident issues; the issue that tells of drift',
  },
  checks: { title: 'Checks', level: 'write', token: 'write', why: 'the check runs' },
  actions: { title: 'Actions', level: 'read', token: 'read', why: 'runs, jobs, artifacts' },
  statuses: {
    title: 'Commit statuses',
    level: 'write',
    token: 'read',
    why: 'statuses that the policy names; and a ruleset offers an App as a source only with write. Our tokens ask for read.',
  },
  deployments: { title: 'Deployments', level: 'write', token: null, why: 'rollouts, later' },
  merge_queues: { title: 'Merge queues', level: 'read', token: 'read', why: 'who is in a merge group' },
  members: { title: 'Organisation members', level: 'read', token: 'read', why: 'who is in a team' },
} as const satisfies Readonly<Record<string, AppPermission>>;

export type PermissionName = keyof typeof appPermissions;

/** What `--with` adds to a manifest; `contents: write` takes the place of `contents: read`. */
export const optionalPermissions = {
  'code-scanning': { name: 'security_events', level: 'read', why: '`code_scanning` in the policy' },
  attestations: { name: 'attestations', level: 'read', why: 'signals that a signed attestation gives' },
  administration: { name: 'administration', level: 'read', why: 'reading rulesets with those who may bypass them' },
  publisher: { name: 'contents', level: 'write', why: '`release.publisher: app`' },
} as const satisfies Readonly<
  Record<OptionalPart, { readonly name: string; readonly level: PermissionLevel; readonly why: string }>
>;

/** Events, each with the permission that GitHub wants of an App that subscribes to it (github-checked rule 10). */
export const appEvents: Readonly<Record<string, PermissionName | 'security_events'>> = {
  pull_request: 'pull_requests',
  pull_request_review: 'pull_requests',
  issue_comment: 'issues',
  issues: 'issues',
  check_run: 'checks',
  check_suite: 'checks',
  merge_group: 'merge_queues',
  workflow_run: 'actions',
  deployment: 'deployments',
  deployment_status: 'deployments',
  deployment_protection_rule: 'deployments',
  push: 'contents',
  release: 'contents',
  repository: 'metadata',
  membership: 'members',
  team: 'members',
  organization: 'members',
  member: 'members',
  code_scanning_alert: 'security_events',
  status: 'statuses',
  repository_dispatch: 'contents',
};

type TokenPermissions = {
  readonly [Name in PermissionName as (typeof appPermissions)[Name]['token'] extends null ? never : Name]: NonNullable<
    (typeof appPermissions)[Name]['token']
  >;
};

/** What a token of ours may do: never more than judging needs (github-facts T21). */
export const tokenPermissions: TokenPermissions = Object.fromEntries(
  Object.entries(appPermissions).flatMap(([name, { token }]) => (token === null ? [] : [[name, token]])),
) as TokenPermissions;

/** What the hourly look at a repository's rules has, of what was granted: it reads, and tells in an issue what is wrong. */
export const auditPermissions = {
  metadata: 'read',
  contents: 'read',
  issues: 'write',
} as const satisfies Partial<TokenPermissions>;

/** What a token of ours has besides, where the installation granted it. */
export type OptionalTokenPermissions = { readonly security_events?: 'read' };

/** `securityEvents` = the level that the installation granted; null = none. */
export function optionalTokenPermissions(securityEvents: string | null): OptionalTokenPermissions {
  return securityEvents === null ? {} : { security_events: 'read' };
}

/** Whether what was granted covers what is wanted; names are the API's. */
export function covers(granted: Readonly<Record<string, string>>, name: string, wanted: PermissionLevel): boolean {
  const level = granted[name];
  return level === 'write' || level === 'admin' || level === wanted;
}
