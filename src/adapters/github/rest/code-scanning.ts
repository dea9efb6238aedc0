import type { FindingFact, FindingsFacts } from '../../../generated/types.ts';
import { numberAt, textAt } from '../json-value.ts';
import type { Target } from '../query/piece.ts';
import type { Transport } from '../transport/transport.ts';
import { restPages } from './pages.ts';

/**
 * Open code-scanning alerts on the pull request; needs `security_events: read` (github-checked rule 10). A tool analyses
 * the merge ref or, where its workflow says so, the head: an alert on either is open.
 */
export async function readCodeScanning(transport: Transport, target: Target): Promise<FindingsFacts> {
  const lists = await Promise.all(['merge', 'head'].map((side) => alertsOn(transport, target, side)));
  const alerts = new Map(lists.flatMap(({ open }) => open.map((finding) => [finding.id, finding] as const)));
  const byNumber = (finding: FindingFact): number => Number(finding.id.slice('alert:'.length));
  return {
    complete: lists.every(({ complete }) => complete),
    open: [...alerts.values()].toSorted((a, b) => byNumber(a) - byNumber(b)),
  };
}

async function alertsOn(transport: Transport, { owner, repo, number }: Target, side: string): Promise<FindingsFacts> {
  const list = await restPages(transport, {
    template: '/repos/{owner}/{repo}/code-scanning/alerts',
    values: { owner, repo, state: 'open', ref: `refs/pull/${number}/${side}` },
    items: (data) => (Array.isArray(data) ? (data as readonly unknown[]) : []),
    mostPages: 20,
  });
  const open = list.items.flatMap((alert): FindingFact[] => {
    const id = numberAt(alert, 'number');
    if (id === null) return [];
    return [
      {
        source: 'code_scanning',
        id: `alert:${id}`,
        title: textAt(alert, 'rule', 'description') ?? '',
        url: textAt(alert, 'html_url') ?? '',
        rule: textAt(alert, 'rule', 'id'),
        severity: textAt(alert, 'rule', 'security_severity_level') ?? textAt(alert, 'rule', 'severity'),
      },
    ];
  });
  return { complete: list.complete && open.length === list.items.length, open };
}
