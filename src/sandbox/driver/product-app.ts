import type { Permissions } from '../state/app.ts';

/** What rollout-gate asks for when it is installed: the least that it can work with. */
export const productPermissions: Permissions = {
  metadata: 'read',
  contents: 'read',
  pull_requests: 'write',
  issues: 'write',
  checks: 'write',
  deployments: 'write',
  actions: 'read',
  statuses: 'write',
  merge_queues: 'read',
  members: 'read',
};

export const productEvents: readonly string[] = [
  'pull_request',
  'pull_request_review',
  'issue_comment',
  'issues',
  'check_run',
  'check_suite',
  'merge_group',
  'workflow_run',
  'deployment',
  'deployment_status',
  'deployment_protection_rule',
  'push',
  'release',
  'repository',
  'membership',
  'team',
  'organization',
  'member',
  'code_scanning_alert',
  'status',
  'repository_dispatch',
];
