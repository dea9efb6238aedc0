import type { AlertInstance, CodeScanningAlert, CodeScanningAnalysis } from '../state/code-scanning.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { simpleUser } from './account.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';
import { type Schemas, time, timeOrNull } from './schema.ts';

type State = 'open' | 'dismissed' | 'fixed';

/** How an alert stands on a ref; without one, where it was seen last. A dismissal holds everywhere. */
export function alertState({ dismissed }: CodeScanningAlert, { state }: AlertInstance): State {
  return state === 'fixed' ? 'fixed' : dismissed === null ? 'open' : 'dismissed';
}

export function alertView(
  world: World,
  repository: Repository,
  alert: CodeScanningAlert,
  instance: AlertInstance,
): Schemas['code-scanning-alert-items'] {
  const { rule, dismissed, number } = alert;
  const url = `${repositoryUrl(world, repository)}/code-scanning/alerts/${number}`;
  const state = alertState(alert, instance);
  const dismisser = dismissed === null ? undefined : world.users.get(dismissed.byId);
  return {
    number,
    created_at: time(alert.createdAt),
    updated_at: time(alert.updatedAt),
    url,
    html_url: repositoryPage(world, repository, `/security/code-scanning/${number}`),
    instances_url: `${url}/instances`,
    state,
    // GitHub's events say null even for an alert that is fixed.
    fixed_at: null,
    dismissed_by: dismisser === undefined ? null : simpleUser(world, dismisser),
    dismissed_at: timeOrNull(dismissed?.at ?? null),
    dismissed_reason: dismissed?.reason ?? null,
    dismissed_comment: null,
    rule: {
      id: rule.id,
      name: rule.id,
      severity: rule.severity,
      security_severity_level: rule.securitySeverity,
      description: rule.description,
      tags: [],
    },
    tool: { name: 'CodeQL', version: '2.20.0', guid: null },
    most_recent_instance: {
      ref: instance.ref,
      analysis_key: '.github/workflows/codeql.yml:analyze',
      environment: '{}',
      category: '.github/workflows/codeql.yml:analyze',
      state,
      commit_sha: instance.commitSha,
      message: { text: rule.description },
      location: { path: instance.path, start_line: 1, end_line: 1, start_column: 1, end_column: 2 },
      classifications: [],
    },
  };
}

export function analysisView(
  world: World,
  repository: Repository,
  { id, ref, commitSha, results, createdAt }: CodeScanningAnalysis,
): Schemas['code-scanning-analysis'] {
  return {
    id,
    ref,
    commit_sha: commitSha,
    analysis_key: '.github/workflows/codeql.yml:analyze',
    environment: '{}',
    category: '.github/workflows/codeql.yml:analyze',
    error: '',
    warning: '',
    created_at: time(createdAt),
    results_count: results,
    rules_count: 61,
    url: `${repositoryUrl(world, repository)}/code-scanning/analyses/${id}`,
    sarif_id: `sarif-${id}`,
    tool: { name: 'CodeQL', version: '2.20.0', guid: null },
    deletable: true,
  };
}
